import { memo } from 'react'
import { type HandheldView, isIdle, type ServiceView, type SessionView } from '#contract'
import { Pane } from '../controls/pane.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { useHandheld, useLabSeconds, useSnapshot } from '../store/selectors.ts'
import { clockTime, elapsed } from '../words/format.ts'
import { coverageWords, endingWords } from '../words/words.ts'
import './service.css'

const reconnectingHint =
  'The connection to the Communications Server broke. The service registers the session again until its registration expires'

const noSessions: readonly SessionView[] = []

/** Who is signed in, how long each device has sent no status message, and how long each person has done nothing. */
export function Sessions() {
  const sessions = useSnapshot<readonly SessionView[]>((snapshot) => snapshot.sessions, noSessions)
  const service = useSnapshot((snapshot) => snapshot.services[0]?.settings ?? null, null)
  return (
    <Pane title="Sessions" pane="sessions" aside={<SessionLimit count={sessions.length} service={service} />}>
      <div className="sessions-scroll">
        <table className="sessions-table" aria-label="Sessions">
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">Device</th>
              <th scope="col">Coverage</th>
              <th scope="col" className="last-status">
                Last status
              </th>
              <th scope="col" className="number">
                Idle
              </th>
              <th
                scope="col"
                className="number"
                title="How long the person has done nothing with the client; the inactivity timeout goes by it"
              >
                Quiet
              </th>
              <th scope="col">SIP</th>
            </tr>
          </thead>
          <tbody>
            {service !== null &&
              sessions.map((session) => (
                <SessionRow key={session.id} session={session} idleTimeoutMs={service.idleTimeoutMs} />
              ))}
          </tbody>
        </table>
        {sessions.length === 0 && (
          <p className="empty-line">No sessions. A handheld that logs in appears here.</p>
        )}
        <Ended />
      </div>
    </Pane>
  )
}

function SessionLimit({ count, service }: { count: number; service: ServiceView | null }) {
  if (service === null) return null
  const { maximumSessions, persistentConnectionCapacity } = service
  const limit = maximumSessions ?? persistentConnectionCapacity
  const isFull = count >= limit
  return (
    <span
      className={isFull ? 'pill warn tabular' : 'pane-aside tabular'}
      title={maximumSessions === null ? 'No maximum configured: the capacity limits' : 'Maximum sessions'}
    >
      {count} of {limit}
      {maximumSessions === null ? ' (capacity)' : ''}
      {isFull ? ', full' : ''}
    </span>
  )
}

const SessionRow = memo(function SessionRow({
  session,
  idleTimeoutMs,
}: {
  session: SessionView
  idleTimeoutMs: number | null
}) {
  const now = useLabSeconds()
  const handheld = useHandheld(session.handheld)
  const idle = isIdle(session, idleTimeoutMs, now)
  const { connectivity } = session
  return (
    <tr
      className={idle ? 'is-idle' : undefined}
      title={idle ? 'Idle: logged out as soon as a login finds the maximum reached' : undefined}
    >
      <td className="who">{session.user}</td>
      <td title={`PIN ${session.pin}`}>{session.handheld}</td>
      <td className={session.isInCoverage ? undefined : 'is-out'}>{coverageOf(session, handheld)}</td>
      <td className="tabular last-status">{clockTime(session.lastStatusAt)}</td>
      <td className="number" title={`Last status message: ${clockTime(session.lastStatusAt)}`}>
        {elapsed(now - session.lastStatusAt)}
      </td>
      <td className="tabular quiet-time">{elapsed(now - session.lastActivityAt)}</td>
      <td
        className="connectivity"
        title={[
          `${connectivity.sipAddress} at ${connectivity.server}`,
          ...connectivity.details.map(({ name, value }) => `${name} ${value}`),
          `until ${clockTime(connectivity.expiresAt)}`,
        ].join(', ')}
      >
        {session.isReconnecting ? (
          <span className="pill warn" title={reconnectingHint}>
            Retrying
          </span>
        ) : (
          connectivity.transport.toUpperCase()
        )}{' '}
        <span className="user-id">{connectivity.sipAddress}</span>
      </td>
    </tr>
  )
})

function coverageOf(session: SessionView, handheld: HandheldView | undefined): string {
  if (!session.isInCoverage) return 'Outside'
  if (handheld === undefined || handheld.coverage === 'none') return 'Inside'
  return coverageWords[handheld.coverage]
}

function Ended() {
  const ended = useLabStore((state) => state.endedSessions)
  if (ended.length === 0) return null
  return (
    <section className="ended" aria-label="Ended sessions">
      <h3>Ended</h3>
      <ul>
        {ended.slice(0, 12).map((one) => (
          <li key={`${one.id} ${one.at}`}>
            <span className="tabular">{clockTime(one.at)}</span>
            <span className="truncate">
              <b>{one.user}</b> on {one.handheld}: {endingWords[one.reason].ended}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
