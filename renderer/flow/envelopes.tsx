import { type CSSProperties, useRef } from 'react'
import type { HopShape } from './diagram-geometry.ts'
import { messageLabels } from './message-labels.ts'
import type { StepMessage } from './messages-of-steps.ts'
import { type Login, Timetable, travelMs } from './timetable.ts'

/**
 * The messages of a login as envelopes, each of which travels once over its hop. Those that come at the same time go one after
 * another, so that people can follow them; then everything stands still, and a text says what the last step sent.
 */
export function Messages({
  login,
  lit,
  sent,
  shapes,
}: {
  login: Login
  lit: readonly StepMessage[]
  sent: readonly StepMessage[]
  shapes: ReadonlyMap<string, HopShape>
}) {
  const known = useRef<Timetable>(null)
  known.current ??= new Timetable()
  const timetable = known.current
  const now = performance.now()
  const departures = timetable.departures(login, sent, now)
  return (
    <>
      {messageLabels(lit, shapes).map(({ id, hop, text, x, y }) => {
        const style: CSSProperties = { animationDuration: `${timetable.waitOf(id, now)}ms` }
        return (
          <text key={`${login.id} ${id}`} className="hop-message" data-hop={hop} x={x} y={y} style={style}>
            {text}
          </text>
        )
      })}
      {departures.map(({ message: { hop, direction, label }, delayMs, key }) => {
        const style: CSSProperties = {
          offsetPath: `path("${shapes.get(hop)?.path ?? 'M0 0'}")`,
          animationDelay: `${delayMs}ms`,
          animationDuration: `${travelMs}ms`,
        }
        return (
          <g key={key} className={`envelope is-${direction}`} data-hop={hop} style={style}>
            <rect x={-13} y={-9} width={26} height={18} rx={3} />
            <path d="M-13 -7l13 9l13 -9" />
            <text y={-27}>{label}</text>
          </g>
        )
      })}
    </>
  )
}
