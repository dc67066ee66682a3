import { describe, it } from 'vitest'
import { environments } from '#contract'
import { expectAccounted } from './run-ledger.ts'

/**
 * `npm run ledger`: 100,000 messages with 20 seeds in both environments, plus some runs with accelerated lab time.
 * LEDGER_SEED selects a single seed, LEDGER_MESSAGES sets the number of messages in each run.
 */
const messages = Number(process.env.LEDGER_MESSAGES ?? 2_500)
const seeds = process.env.LEDGER_SEED
  ? [Number(process.env.LEDGER_SEED)]
  : Array.from({ length: 20 }, (_, index) => index + 1)

describe.each(environments)('every text of a fleet is accounted for in %s', (environment) => {
  it.each(seeds)('with seed %i, in virtual time', { timeout: 3_600_000 }, async (seed) => {
    await expectAccounted({ seed, environment, messages, time: 'virtual' })
  })

  it.each(seeds.slice(0, 4))(
    'with seed %i, at 1,000 times real time',
    { timeout: 3_600_000 },
    async (seed) => {
      await expectAccounted({ seed, environment, messages: Math.min(messages, 500), time: { speed: 1_000 } })
    },
  )
})
