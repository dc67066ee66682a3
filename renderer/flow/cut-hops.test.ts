import { expect, it } from 'vitest'
import { processFlowOf } from '#contract'
import { cutHops } from './cut-hops.ts'

const processFlow = processFlowOf({ parts: [], hops: [], steps: [] })
const inside = { coverage: 'good', isOn: true } as const
const cut = (...args: [Parameters<typeof cutHops>[1], Parameters<typeof cutHops>[2]]) => [
  ...cutHops(processFlow, ...args),
]

it('cuts nothing in a lab that works', () => {
  expect(cut([], inside)).toEqual([])
  expect(cut([{ at: 'directory', kind: 'latency', delay: 9_000 }], inside)).toEqual([])
})

it('cuts the air of a handheld in a tunnel or without power, and of all when the network is down', () => {
  expect(cut([], { ...inside, coverage: 'none' })).toEqual(['handheld-dispatcher'])
  expect(cut([], { ...inside, isOn: false })).toEqual(['handheld-dispatcher'])
  expect(cut([{ at: 'wireless', kind: 'down' }], inside)).toEqual(['handheld-dispatcher'])
})

it('cuts the way to a server that is down or never answers, unless only some are hit', () => {
  expect(cut([{ at: 'directory', kind: 'down' }], undefined)).toEqual(['service-directory'])
  expect(cut([{ at: 'directory', kind: 'timeout' }], undefined)).toEqual(['service-directory'])
  expect(cut([{ at: 'directory', kind: 'down', probability: 0.5 }], undefined)).toEqual([])
})
