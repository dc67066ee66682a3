import { describe, it } from 'vitest'
import { expectUnharmed } from './expect-unharmed.ts'

/** 2,000 random messages. Seeds that found a bug are added to the lists. */
describe('a lab keeps running, loses no message and keeps no dialog of a rogue peer', () => {
  it.each([1, 2, 3, 4])('if the peer is a client at port 5061, seed %d', (seed) =>
    expectUnharmed({ stage: 'a client at port 5061', seed, acts: 300 }),
  )

  it.each([1, 2, 3, 4])('if the peer is the registrar outside the lab, seed %d', (seed) =>
    expectUnharmed({ stage: 'the registrar outside the lab', seed, acts: 200 }),
  )
})
