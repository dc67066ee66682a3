import { type ReactNode, useId } from 'react'
import { Pane } from '../controls/pane.tsx'
import { useSnapshot } from '../store/selectors.ts'
import { Conditions } from './conditions.tsx'
import { Endpoints } from './endpoints.tsx'
import './service.css'
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
