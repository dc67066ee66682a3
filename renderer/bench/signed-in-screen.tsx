import type { HandheldView } from '../../server/lab/api/index.ts'
import { clockTime } from '../format.ts'
import { useRun } from '../store/lab.tsx'
import { useSessionOf, useSnapshot } from '../store/selectors.ts'
import { cipherWords } from '../words.ts'

/** Signed in: who, how present, and what the session rests on. */
export function SignedInScreen({ handheld }: { handheld: HandheldView }) {
  const run = useRun()
  const session = useSessionOf(handheld.name)
  const userId = handheld.signedInUser ?? handheld.user
  const name = useSnapshot(
    (snapshot) => snapshot.users.find((one) => one.id === userId)?.name ?? userId,
    userId,
  )
  return (
    <div className="signed-in">
      <div className="person">
        <span className="portrait" aria-hidden>
          {name.slice(0, 1).toUpperCase()}
        </span>
        <div className="person-words">
          <p className="person-name truncate">{name}</p>
          <p className="person-address truncate">{session?.connectivity.sipAddress ?? userId}</p>
        </div>
      </div>
      <p className="presence" data-presence={presenceOf(handheld)}>
        {presenceWords[presenceOf(handheld)]}
      </p>
      <dl className="session-facts">
        <div>
          <dt>Since</dt>
          <dd className="tabular">{session === undefined ? '–' : clockTime(session.openedAt)}</dd>
        </div>
        <div>
          <dt>Last status</dt>
          <dd className="tabular">
            {handheld.lastStatusSentAt === null ? 'none yet' : clockTime(handheld.lastStatusSentAt)}
          </dd>
        </div>
        <div>
          <dt>Transport key</dt>
          <dd>
            {cipherWords[handheld.cipher]}, no. {handheld.keyGeneration}
          </dd>
        </div>
      </dl>
      <button
        type="button"
        className="screen-button"
        onClick={() => run(`Log out on ${handheld.name}`, 'handheld.logout', { name: handheld.name })}
      >
        Log out
      </button>
    </div>
  )
}

type Presence = 'available' | 'quiet' | 'unreachable'

const presenceWords: Record<Presence, string> = {
  available: 'Available',
  quiet: 'Sends no status messages',
  unreachable: 'Outside coverage',
}

function presenceOf(handheld: HandheldView): Presence {
  if (handheld.coverage === 'none') return 'unreachable'
  return handheld.sendsStatus ? 'available' : 'quiet'
}
