import { describe, it } from 'vitest'
import { expectAccounted } from './run-ledger.ts'

describe('every text of a fleet is accounted for in ocs2007', () => {
  it.each([111, 112, 113])('with seed %i, in virtual time', async (seed) => {
    await expectAccounted({ seed, environment: 'ocs2007', messages: 1_000, time: 'virtual' })
  })

  it('at many times the speed of real time', async () => {
    await expectAccounted({ seed: 114, environment: 'ocs2007', messages: 200, time: { speed: 1_000 } })
  })
})
