import { expect } from 'vitest'
import { fuzzDialogs, openClientStage, openRegistrarStage } from './fuzz-dialogs.ts'

/** The place of the rogue peer. */
export const stages = {
  'a client at port 5061': openClientStage,
  'the registrar outside the lab': openRegistrarStage,
} as const

/** Lets a rogue peer act and expects that no handheld lost a message, no fault was reported, and no dialog remains. */
export async function expectUnharmed(options: {
  stage: keyof typeof stages
  seed: number
  acts: number
}): Promise<void> {
  const { stage, seed, acts } = options
  const { lost, unexpected, keptBefore, keptAfter } = await fuzzDialogs(stages[stage], seed, acts)
  expect({ lost, unexpected, kept: keptAfter }, `seed ${seed}, ${acts} acts`).toEqual({
    lost: [],
    unexpected: [],
    kept: keptBefore,
  })
}
