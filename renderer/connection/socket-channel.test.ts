import { expect, it } from 'vitest'
import { backOffMs } from './socket-channel.ts'

it('waits longer each time, and never longer than eight seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map(backOffMs)).toEqual([400, 800, 1_600, 3_200, 6_400, 8_000, 8_000])
})
