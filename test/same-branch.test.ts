import { expect, it } from 'vitest'
import { branchOfChance } from './same-branch.ts'

/** `npm run ledger` tries a hundred. */
it.each([11, 12, 13])('a branch without a change is the trunk, byte for byte (seed %i)', async (seed) => {
  const { branch, difference, trunk } = await branchOfChance(seed, 300)
  expect(difference).toBeNull()
  expect(branch).toEqual(trunk)
  // Much has happened, and the lab has refused some of it.
  expect(trunk.length).toBeGreaterThan(1_000)
})
