import { describe, test } from 'vitest'
import { type Needs, whyNot } from './needs.ts'

/**
 * Witnesses are programs of other projects that the tests run against Bramble, to check its protocols independently. They are not
 * installed with Bramble: a machine without one skips its tests and reports why. BRAMBLE_REQUIRE_WITNESSES, which continuous
 * integration sets, turns that into a failure.
 */

/** Like vitest's `describe`, for tests that need a program of another project. */
export function describeWitness(name: string, needs: Needs, tests: () => void): void {
  const reason = whyNot(needs)
  if (reason === null) {
    describe(name, tests)
  } else if (process.env.BRAMBLE_REQUIRE_WITNESSES) {
    describe(name, () => {
      test('is installed', () => {
        throw new Error(`${name}: ${reason}`)
      })
    })
  } else {
    console.info(`Skipped: ${name}: ${reason}`)
    describe.skip(`${name} (${reason})`, tests)
  }
}
