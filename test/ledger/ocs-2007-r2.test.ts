import { describe, it } from 'vitest'
import { expectAccounted } from './run-ledger.ts'

/** Together with ocs-2007.test.ts, a tenth of the messages of `npm run ledger`. */
describe('every text of a fleet is accounted for in ocs2007r2', () => {
  it.each([101, 102])('with seed %i, in virtual time', async (seed) => {
    await expectAccounted({ seed, environment: 'ocs2007r2', messages: 3_200, time: 'virtual' })
  })

  it('at many times the speed of real time', async () => {
    await expectAccounted({ seed: 103, environment: 'ocs2007r2', messages: 400, time: { speed: 1_000 } })
  })
})
