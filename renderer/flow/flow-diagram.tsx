import type { ProcessFlow } from '#contract'
import { useWords } from '../words/words.ts'
import { boxHeight, boxOf, diagram, hopShape } from './diagram-geometry.ts'
import { Messages } from './envelopes.tsx'
import type { StepMessage } from './messages-of-steps.ts'
import type { Login } from './timetable.ts'
import { useMessageTrips } from './use-message-trips.ts'

export interface DiagramState {
  login: Login
  /** What the step that is looked at sends. */
  lit: readonly StepMessage[]
  /** What travels, in order: everything that has been sent so far, or what the step sends that somebody has gone to. */
  sent: readonly StepMessage[]
  /** The hops that the login has used. */
  used: ReadonlySet<string>
  /** The hops over which nothing gets through now. */
  cut: ReadonlySet<string>
  /** What the login waits for, and for how long, such as `4 s`. */
  waiting: { hop: string; part: string; time: string } | null
  isRefused: boolean
}

const nothing: readonly StepMessage[] = []

/** The parts of the lab, with the messages of a login between them. The list of steps says the same in words. */
export function FlowDiagram({
  processFlow,
  state: { login, lit, sent, used, cut, waiting, isRefused },
}: {
  processFlow: ProcessFlow
  state: DiagramState
}) {
  const { flow } = useWords().page
  const { hops, parts } = processFlow
  const trips = useMessageTrips(processFlow)
  const shapes = new Map(hops.map((hop) => [hop.id, hopShape(processFlow, hop)]))
  const litHops = new Set(lit.map(({ hop }) => hop))
  const litParts = new Set(
    hops.filter(({ id }) => litHops.has(id) || waiting?.hop === id).flatMap(({ from, to }) => [from, to]),
  )
  const usedParts = new Set(hops.filter(({ id }) => used.has(id)).flatMap(({ from, to }) => [from, to]))
  return (
    <svg
      className="flow-diagram"
      viewBox={`0 0 ${diagram.width} ${diagram.height}`}
      aria-hidden="true"
      data-refused={isRefused}
    >
      {hops.map((hop) => {
        const shape = shapes.get(hop.id)
        if (shape === undefined) return null
        const isCut = cut.has(hop.id)
        const classes = [
          'edge',
          used.has(hop.id) && 'is-used',
          litHops.has(hop.id) && 'is-lit',
          waiting?.hop === hop.id && 'is-waited',
          isCut && 'is-cut',
        ]
        const { x, y } = shape.middle
        return (
          <g key={hop.id} data-hop={hop.id}>
            <path className={classes.filter(Boolean).join(' ')} d={shape.path} />
            {isCut && <path className="cut" d={`M${x - 6} ${y - 8}l12 16m0 -16l-12 16`} />}
          </g>
        )
      })}
      {parts.map(({ id, label, note }, index) => {
        const { width, x, y } = boxOf(index, parts.length)
        const isWaited = waiting?.part === id
        const below = isWaited ? waiting.time : note
        const tone = isWaited
          ? ' is-waited'
          : litParts.has(id)
            ? ' is-lit'
            : usedParts.has(id)
              ? ' is-used'
              : ''
        return (
          <g key={id} className={`node${tone}`} transform={`translate(${x} ${y})`}>
            <rect width={width} height={boxHeight} rx="8" />
            <text x={width / 2} y={below === '' ? 22.5 : 16}>
              {flow.parts[id] ?? label}
            </text>
            {below !== '' && (
              <text className="node-note" x={width / 2} y="29.5">
                {below}
              </text>
            )}
          </g>
        )
      })}
      <Messages login={login} lit={lit} sent={sent} shapes={shapes} />
      {trips.sent.length > 0 && !login.isReplayed && (
        <Messages
          key={trips.id}
          login={{ id: trips.id, isReplayed: false, isOver: false }}
          lit={nothing}
          sent={trips.sent}
          shapes={shapes}
        />
      )}
    </svg>
  )
}
