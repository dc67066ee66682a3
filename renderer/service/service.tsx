import './service.css'
import { type ReactNode, useId } from 'react'
import { BrokenList } from '../faults/broken-list.tsx'
import { ChangesLab } from '../panes/changes-lab.tsx'
import { LessonAccess } from '../panes/lesson-access.tsx'
import { Pane } from '../panes/pane.tsx'
import { useIsReadOnly } from '../store/read-only.ts'
import { useSnapshot } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import { Conditions } from './conditions.tsx'
import { Settings } from './settings.tsx'
import { Users } from './users.tsx'

/** The Collaboration Service: how it is set up, what is behind it, who may use it. */
export function Service() {
  const words = useWords().page.service
  const service = useSnapshot((snapshot) => snapshot.services[0]?.settings ?? null, null)
  const conditions = useSnapshot((snapshot) => snapshot.conditions, null)
  const isReadOnly = useIsReadOnly()
  return (
    <Pane title={words.title} pane="service">
      <section className="service-body" tabIndex={isReadOnly ? 0 : undefined}>
        <ChangesLab>
          {service !== null && (
            <Section title={words.settings}>
              <LessonAccess part="settings">
                <Settings service={service} />
              </LessonAccess>
            </Section>
          )}
          {conditions !== null && (
            <Section title={words.breakOnPurpose}>
              <LessonAccess part="faults">
                <Conditions conditions={conditions} isTls={service?.transport === 'tls'} />
                <BrokenList />
              </LessonAccess>
            </Section>
          )}
          <Section title={words.users} note={words.usersNote}>
            <LessonAccess part="users">
              <Users />
            </LessonAccess>
          </Section>
        </ChangesLab>
        <Section title={words.endpoints}>
          <Endpoints />
        </Section>
      </section>
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
  const { endpoint } = useWords().page.service
  if (lab === null) return null
  const { dispatcher, communicationsServer, directory } = lab
  const rows = [
    { name: endpoint.dispatcher, value: `${dispatcher.host}:${dispatcher.port}` },
    {
      name: endpoint.communicationsServer,
      value: `${communicationsServer.host}:${communicationsServer.port} ${communicationsServer.transport.toUpperCase()}`,
    },
    { name: endpoint.directory, value: `${directory.host}:${directory.port}` },
    { name: endpoint.domain, value: lab.domain },
    { name: endpoint.database, value: lab.database },
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
