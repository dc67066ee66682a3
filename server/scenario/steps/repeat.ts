import { z } from 'zod'
import type { BlockKind } from './step-kind.ts'

export const repeat: BlockKind<{ times: number }> = {
  schema: (steps) =>
    z.strictObject({
      times: z.int().min(1).max(1_000_000).describe('How often'),
      steps: steps.describe('What is done each time'),
    }),
  description: 'Runs its steps several times, one time after the other',
  example: { times: 100, steps: [{ login: 'alice' }, { logout: 'alice' }] },
  times: ({ times }) => times,
}
