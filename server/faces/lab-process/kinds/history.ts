import { z } from 'zod'
import { branchTurn } from '#contract'
import type { ProcessLab, Surroundings } from './process-lab.ts'

/** A lab that goes on from a moment of a recorded history. */
export const historySpec = z.strictObject({
  kind: z.literal('history'),
  /** The history's file. It is read before the lab starts, and may be removed then. */
  file: z.string(),
  /** Lab time since the start. */
  atMs: z.number().min(0),
  turn: branchTurn,
})

export async function continueHistoryLab(
  { file, atMs, turn }: z.output<typeof historySpec>,
  { installFolder, end }: Surroundings,
): Promise<ProcessLab> {
  const [{ readHistoryFile }, { continueHistory }, { startLab }, { compareBranch }] = await Promise.all([
    import('../../../history/index.ts'),
    import('../../../history/repeat/index.ts'),
    import('../../../lab/index.ts'),
    import('../../compare-branch.ts'),
  ])
  const history = await readHistoryFile(file)
  const compare = () => compareBranch(history, { atMs, turn, installFolder })
  const none = async () => {
    const { Failure } = await import('../../../base/index.ts')
    throw new Failure('no-branches', {})
  }
  const { lab } = await continueHistory(history, {
    startLab,
    lab: {
      installFolder,
      branches: async () => () => ({ start: none, list: async () => [], stop: none, compare }),
    },
    atMs,
    turn,
    end,
  })
  return lab
}
