import { expect, it } from 'vitest'
import { draftOf, readLink } from './link-draft.ts'

it.each([
  null,
  { delayMs: 350 },
  { delayMs: 0, jitterMs: 12, loss: 0.05, bitsPerSecond: 40_000 },
  { loss: 0.007, bitsPerSecond: 118_400.5 },
  { bitsPerSecond: 118_400, upBitsPerSecond: 20_000 },
])('a link is read back exactly: %o', (link) => {
  expect(readLink(draftOf(link))).toEqual({ link })
})

it('reads numbers as people type them, and names what is of no use', () => {
  expect(readLink({ delay: '2 s', jitter: '', loss: '2,5 %', rate: '40 kbit', rateUp: '' })).toEqual({
    link: { delayMs: 2_000, loss: 0.025, bitsPerSecond: 40_000 },
  })
  expect(readLink({ delay: 'long', jitter: '1', loss: '101', rate: 'fast', rateUp: 'faster' })).toEqual({
    wrong: ['delay', 'jitter', 'loss', 'rate', 'rateUp'],
  })
})
