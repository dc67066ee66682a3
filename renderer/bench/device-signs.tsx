import { HeartOff, UserRoundX } from 'lucide-react'
import type { HandheldView } from '#contract'
import { Hint } from '../controls/hint.tsx'
import type { DeviceCondition } from '../store/device-condition.ts'
import { useLabSeconds } from '../store/selectors.ts'
import { elapsed } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** What is amiss with a signed-in device, in a strip under its status bar that can be read from afar. */
export function DeviceSigns({ condition: { facets, idle } }: { condition: DeviceCondition }) {
  const { devices } = useWords().page
  if (facets.includes('logged-out')) {
    return (
      <p className="device-sign is-alarm">
        <UserRoundX size="1.3em" aria-hidden />
        <span>
          <b>{devices.loggedOut}.</b> {devices.loggedOutMore}
        </span>
      </p>
    )
  }
  if (facets.includes('silent')) {
    return (
      <p className="device-sign" title={devices.heartbeatStopped}>
        <HeartOff size="1.3em" aria-hidden />
        <span>
          <b>{devices.noStatusMessages}</b>
          {idle !== null && ' · '}
          <IdleTime idle={idle} />
        </span>
      </p>
    )
  }
  return idle === 'now' ? (
    <p className="device-sign">
      <HeartOff size="1.3em" aria-hidden />
      <b>{devices.idleOutside}</b>
    </p>
  ) : null
}

/** The same in one line, for a card, whose screen has no room for a strip; nothing where all is well. */
export function ShortSign({ condition: { facets, idle } }: { condition: DeviceCondition }) {
  const { devices } = useWords().page
  if (facets.includes('logged-out')) return <b title={devices.loggedOutMore}>{devices.loggedOut}</b>
  if (facets.includes('no-coverage')) return <b>{devices.noCoverage}</b>
  if (!facets.includes('silent')) return null
  return (
    <span title={devices.heartbeatStopped}>
      <b>{devices.noStatusMessages}</b>
      {idle !== null && ' · '}
      <IdleTime idle={idle} />
    </span>
  )
}

/** How long it takes until the service takes the session for idle, counted in lab time. */
export function IdleTime({ idle }: Pick<DeviceCondition, 'idle'>) {
  const { devices } = useWords().page
  if (idle === null) return null
  return idle === 'now' ? devices.isIdle : <Countdown until={idle.at} />
}

function Countdown({ until }: { until: number }) {
  const { devices } = useWords().page
  const now = useLabSeconds()
  const left = until - now
  return <span className="tabular">{left <= 0 ? devices.isIdle : devices.idleIn(elapsed(left))}</span>
}

/** The packets that the network holds for a device, as a stack of letters with their number. */
export function HeldStack({ handheld: { waitingPackets } }: { handheld: HandheldView }) {
  const { bench } = useWords().page
  if (waitingPackets === 0) return null
  const letters = Array.from({ length: Math.min(waitingPackets, mostLetters) }, (_, index) => index)
  const width = 16 + 3 * (letters.length - 1)
  return (
    <Hint text={bench.heldHint}>
      <span className="held-stack">
        <svg viewBox={`0 0 ${width + 1} 18`} aria-hidden="true" style={{ width: `${width / 14}em` }}>
          {letters.toReversed().map((letter) => (
            <path key={letter} d={`M${0.5 + letter * 3} ${6.5 - letter * 1.5}h14v10h-14zl7 6 7-6`} />
          ))}
        </svg>
        <b className="tabular">{bench.held(waitingPackets)}</b>
      </span>
    </Hint>
  )
}

/** Letters that are drawn; the number tells of more. */
const mostLetters = 4
