import { randomInt } from 'node:crypto'
import { describe, it } from 'vitest'
import { expectUnharmed } from './expect-unharmed.ts'

/**
 * `npm run fuzz`: 10,000 acts of a rogue peer, with seeds that nobody has seen. With FUZZ_SEED that seed alone, with FUZZ_ACTS
 * so many acts in each run; the names of the tests say both.
 */
const acts = Number(process.env.FUZZ_ACTS ?? 1_000)
const seeds = process.env.FUZZ_SEED
  ? [Number(process.env.FUZZ_SEED)]
  : Array.from({ length: 5 }, () => randomInt(1_000_000))

describe.each(['a client at port 5061', 'the registrar outside the lab'] as const)(
  'a lab in which %s is rogue lives, loses nothing and keeps nothing',
  (stage) => {
    it.each(seeds)(`in ${acts} acts, FUZZ_SEED=%d`, { timeout: 3_600_000 }, (seed) =>
      expectUnharmed({ stage, seed, acts }),
    )
  },
)
