import { expect, it } from 'vitest'
import { branchOfChance } from '../same-branch.ts'

const first = Number(process.env.LEDGER_SEED ?? 1)
const count = process.env.LEDGER_SEED === undefined ? 100 : 1
const seeds = Array.from({ length: count }, (_, index) => first + index)

it.each(seeds)(
  'a branch without a change is the trunk, byte for byte (seed %i)',
  { timeout: 600_000 },
  async (seed) => {
    const { branch, difference, trunk } = await branchOfChance(seed, 300)
    expect(difference).toBeNull()
    expect(branch).toEqual(trunk)
  },
)
