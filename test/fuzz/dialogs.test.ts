import { describe, it } from 'vitest'
import { expectUnharmed } from './expect-unharmed.ts'

/** 2,000 acts. A seed that finds something is added, and stays. */
describe('a lab with a rogue peer lives, loses nothing and keeps nothing', () => {
  it.each([1, 2, 3, 4])('that is a client at port 5061, seed %d', (seed) =>
    expectUnharmed({ stage: 'a client at port 5061', seed, acts: 300 }),
  )

  it.each([1, 2, 3, 4])('that is the registrar outside the lab, seed %d', (seed) =>
    expectUnharmed({ stage: 'the registrar outside the lab', seed, acts: 200 }),
  )
})
