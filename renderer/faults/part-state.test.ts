import { expect, it } from 'vitest'
import type { StandingFault } from '#contract'
import { faultsAt, partState } from './part-state.ts'

const faults: StandingFault[] = [
  { at: 'directory', kind: 'latency', delay: 15_000 },
  { at: 'communicationsServer', kind: 'down' },
  { at: 'dispatcher', kind: 'down', first: 3, left: 3 },
  { at: 'database', kind: 'down', after: 5_000, beginsAt: 9 },
  { at: 'service', kind: 'certificate-missing', instance: 'service-2' },
]

it.each([
  ['directory', undefined, 'doubtful'],
  ['communicationsServer', undefined, 'down'],
  ['dispatcher', undefined, 'doubtful'],
  ['database', undefined, 'up'],
  ['service', 'service-1', 'up'],
  ['service', 'service-2', 'doubtful'],
  ['wireless', undefined, 'up'],
] as const)('%s %s is %s', (at, instance, state) => {
  expect(partState(faultsAt(faults, [at], instance))).toBe(state)
})
