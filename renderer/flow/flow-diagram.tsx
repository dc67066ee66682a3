import type { Hop } from '#contract'
import type { LitHop } from './flow-rows.ts'

interface Node {
  label: string
  note: string
  x: number
  y: number
  width: number
  hops: readonly Hop[]
}

const nodes: readonly Node[] = [
  { label: 'Handheld', note: '', x: 6, y: 36, width: 66, hops: ['handheld-dispatcher'] },
  {
    label: 'Dispatcher',
    note: '3101',
    x: 112,
    y: 36,
    width: 72,
    hops: ['handheld-dispatcher', 'dispatcher-service'],
  },
  {
    label: 'Service',
    note: '3200',
    x: 222,
    y: 36,
    width: 60,
    hops: ['dispatcher-service', 'service-directory', 'service-communications'],
  },
  { label: 'Directory', note: 'LDAP', x: 320, y: 8, width: 94, hops: ['service-directory'] },
  { label: 'Comm. Server', note: 'SIP', x: 320, y: 64, width: 94, hops: ['service-communications'] },
]

const paths: Record<Hop, string> = {
  'handheld-dispatcher': 'M72 50H112',
  'dispatcher-service': 'M184 50H222',
  'service-directory': 'M282 46C302 46 300 22 320 22',
  'service-communications': 'M282 54C302 54 300 78 320 78',
}

const hops: readonly Hop[] = [
  'handheld-dispatcher',
  'dispatcher-service',
  'service-directory',
  'service-communications',
]

/** Where the login is: the parts that it meets, and the hop that it crosses. The list below says the same in words. */
export function FlowDiagram({
  lit,
  seen,
  isRefused,
}: {
  lit: readonly LitHop[]
  seen: readonly LitHop[]
  isRefused: boolean
}) {
  const litHops = lit.map((one) => one.hop)
  return (
    <svg className="flow-diagram" viewBox="0 0 420 100" aria-hidden="true" data-refused={isRefused}>
      {hops.map((hop) => {
        const now = lit.find((one) => one.hop === hop)
        const wasSeen = seen.some((one) => one.hop === hop)
        return (
          <g key={hop} data-hop={hop}>
            <path className={wasSeen ? 'edge is-seen' : 'edge'} d={paths[hop]} />
            {now !== undefined && <path className={`edge is-lit is-${now.direction}`} d={paths[hop]} />}
          </g>
        )
      })}
      {nodes.map((node) => (
        <g
          key={node.label}
          className={node.hops.some((hop) => litHops.includes(hop)) ? 'node is-lit' : 'node'}
          transform={`translate(${node.x} ${node.y})`}
        >
          <rect width={node.width} height="28" rx="7" />
          <text x={node.width / 2} y={node.note === '' ? 18 : 12.5}>
            {node.label}
          </text>
          {node.note !== '' && (
            <text className="node-note" x={node.width / 2} y="22.5">
              {node.note}
            </text>
          )}
        </g>
      ))}
    </svg>
  )
}
