import './service.css'
import { type ReactNode, useId } from 'react'
import { Pane } from '../controls/pane.tsx'
import { useSnapshot } from '../store/selectors.ts'
import { Conditions } from './conditions.tsx'
import { Settings } from './settings.tsx'
import { Users } from './users.tsx'

/** The Collaboration Service: how it is set up, what is behind it, who may use it. */
export function Service() {
  const service = useSnapshot((snapshot) => snapshot.services[0]?.settings ?? null, null)
  const conditions = useSnapshot((snapshot) => snapshot.conditions, null)
  return (
    <Pane title="Service" pane="service">
      <div className="service-body">
        {service !== null && (
          <Section title="Settings">
            <Settings service={service} />
          </Section>
        )}
        {conditions !== null && (
          <Section title="Break it on purpose">
            <Conditions conditions={conditions} isTls={service?.transport === 'tls'} />
          </Section>
        )}
        <Section title="Users" note="may use the client">
          <Users />
        </Section>
        <Section title="Endpoints">
          <Endpoints />
        </Section>
      </div>
    </Pane>
  )
}

function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="service-section" aria-labelledby={id}>
      <div className="section-head">
        <h3 id={id}>{title}</h3>
        {note !== undefined && <span>{note}</span>}
      </div>
      {children}
    </section>
  )
}

/** The addresses on which the lab's parts listen, for connecting another program. */
function Endpoints() {
  const lab = useSnapshot((snapshot) => snapshot.lab, null)
  if (lab === null) return null
  const { dispatcher, communicationsServer, directory } = lab
  const rows = [
    { name: 'Dispatcher', value: `${dispatcher.host}:${dispatcher.port}` },
    {
      name: 'Comm. Server',
      value: `${communicationsServer.host}:${communicationsServer.port} ${communicationsServer.transport.toUpperCase()}`,
    },
    { name: 'Directory', value: `${directory.host}:${directory.port}` },
    { name: 'Domain', value: lab.domain },
    { name: 'Database', value: lab.database },
  ]
  return (
    <dl className="endpoints">
      {rows.map((row) => (
        <div key={row.name}>
          <dt>{row.name}</dt>
          <dd className="mono truncate" title={row.value}>
            {row.value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
