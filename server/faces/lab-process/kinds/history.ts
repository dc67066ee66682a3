import { z } from 'zod'
import { moveOrder, type ProcessLab, type Surroundings } from './process-lab.ts'

/** A lab that repeats a recorded history, up to a moment. */
export const historySpec = z.strictObject({
  kind: z.literal('history'),
  /** The history's file. It is read before the lab starts, and may be removed then. */
  file: z.string(),
  /** Null: it waits at the start of the history until it is told where to move. */
  to: moveOrder.omit({ file: true }).nullable(),
})

export async function startHistoryLab(
  { file, to }: z.output<typeof historySpec>,
  surroundings: Surroundings,
): Promise<ProcessLab> {
  const [{ readHistoryFile }, { HistoryLab }] = await Promise.all([
    import('../../../history/index.ts'),
    import('../history-lab.ts'),
  ])
  const history = await readHistoryFile(file)
  const lab = await HistoryLab.start(history, surroundings)
  try {
    if (to !== null) {
      // Who says at once how far it goes waits for it.
      lab.hurry()
      await lab.moveTo(history, to)
    }
  } catch (thrown) {
    await lab.stop()
    throw thrown
  }
  return {
    api: lab.api,
    reportUnexpected: lab.reportUnexpected,
    stop: lab.stop,
    async move({ file: known, ...where }) {
      if (where.turn !== null) lab.hurry()
      await lab.moveTo(await readHistoryFile(known), where)
    },
  }
}
