import { randomInt } from 'node:crypto'
import { describe, it } from 'vitest'
import { expectUnharmed } from './expect-unharmed.ts'

/**
 * `npm run fuzz`: 10,000 messages of a rogue peer with random seeds. FUZZ_SEED selects a single seed, FUZZ_ACTS sets the number
 * of messages in each run. The names of the tests contain both, to repeat a failure.
 */
const acts = Number(process.env.FUZZ_ACTS ?? 1_000)
const seeds = process.env.FUZZ_SEED
  ? [Number(process.env.FUZZ_SEED)]
  : Array.from({ length: 5 }, () => randomInt(1_000_000))

describe.each(['a client at port 5061', 'the registrar outside the lab'] as const)(
  'a lab in which %s is rogue keeps running, loses no message and keeps no dialog',
  (stage) => {
    it.each(seeds)(`in ${acts} acts, FUZZ_SEED=%d`, { timeout: 3_600_000 }, (seed) =>
      expectUnharmed({ stage, seed, acts }),
    )
  },
)
