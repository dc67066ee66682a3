import type { ProcessFlow } from '#contract'
import { useWords } from '../words/words.ts'
import type { LitHop } from './flow-rows.ts'

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
}

const height = 28
const middle = 36

/** Where the parts that are in every lab stand, from left to right. */
const columns: readonly Box[] = [
  { x: 6, y: middle, width: 66 },
  { x: 112, y: middle, width: 72 },
  { x: 222, y: middle, width: 60 },
]

/** The parts of the environment stand one below the other, to the right of the service. */
function boxOf(index: number, count: number): Box {
  const column = columns[index]
  if (column) return column
  const others = count - columns.length
  const distance = others > 2 ? 72 / (others - 1) : 56
  return { x: 320, y: middle + offsetOf(index - columns.length, others) * distance, width: 94 }
}

/** How far one of several stands from their middle. */
function offsetOf(index: number, count: number): number {
  return index - (count - 1) / 2
}

function pathOf({ hops, parts }: ProcessFlow, hop: ProcessFlow['hops'][number]): string {
  const index = (part: string) => parts.findIndex(({ id }) => id === part)
  const from = boxOf(index(hop.from), parts.length)
  const to = boxOf(index(hop.to), parts.length)
  const [startX, endY] = [from.x + from.width, to.y + height / 2]
  const straightY = from.y + height / 2
  if (endY === straightY) return `M${startX} ${straightY}H${to.x}`
  // Spread the paths that leave the same part, so that they do not begin at one point.
  const beside = hops.filter((other) => other.from === hop.from)
  const startY = straightY + offsetOf(beside.indexOf(hop), beside.length) * 8
  const half = (to.x - startX) / 2
  return `M${startX} ${startY}C${startX + half} ${startY} ${to.x - half} ${endY} ${to.x} ${endY}`
}

/** The parts of the lab, with the hop highlighted that the login crosses. The list of steps says the same in words. */
export function FlowDiagram({
  processFlow,
  lit,
  seen,
  isRefused,
}: {
  processFlow: ProcessFlow
  lit: readonly LitHop[]
  seen: readonly LitHop[]
  isRefused: boolean
}) {
  const { flow } = useWords().page
  const { hops, parts } = processFlow
  const litParts = new Set(
    hops.filter(({ id }) => lit.some(({ hop }) => hop === id)).flatMap(({ from, to }) => [from, to]),
  )
  return (
    <svg className="flow-diagram" viewBox="0 0 420 100" aria-hidden="true" data-refused={isRefused}>
      {hops.map((hop) => {
        const now = lit.find((one) => one.hop === hop.id)
        const wasSeen = seen.some((one) => one.hop === hop.id)
        const path = pathOf(processFlow, hop)
        return (
          <g key={hop.id} data-hop={hop.id}>
            <path className={wasSeen ? 'edge is-seen' : 'edge'} d={path} />
            {now !== undefined && <path className={`edge is-lit is-${now.direction}`} d={path} />}
          </g>
        )
      })}
      {parts.map(({ id, label, note }, index) => {
        const { width, x, y } = boxOf(index, parts.length)
        return (
          <g
            key={id}
            className={litParts.has(id) ? 'node is-lit' : 'node'}
            transform={`translate(${x} ${y})`}
          >
            <rect width={width} height={height} rx="7" />
            <text x={width / 2} y={note === '' ? 18 : 12.5}>
              {flow.parts[id] ?? label}
            </text>
            {note !== '' && (
              <text className="node-note" x={width / 2} y="22.5">
                {note}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}
