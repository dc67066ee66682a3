import { asFailure, describeFailure } from '../../base/index.ts'
import { startLab } from '../../lab/index.ts'
import { Interrupted, readScenario, runScenario } from '../../scenario/index.ts'
import type { FromLabProcess, RepeatOrder } from './messages.ts'

type Ran = Extract<FromLabProcess, { type: 'ran' }>

/** Runs a scenario once with each seed, as `bramble run` does. @param report called with how each ended */
export async function repeatScenario(
  { file, combination, seeds, installFolder }: RepeatOrder,
  end: AbortSignal,
  report: (ran: Ran) => void,
): Promise<void> {
  const scenario = await readScenario(file, null, combination)
  for (const seed of seeds) {
    if (end.aborted) return
    try {
      const { durationMs, failures } = await runScenario(scenario, { startLab, installFolder, seed, end })
      const [first] = failures
      const failure =
        first === undefined
          ? null
          : { file: first.file ?? null, path: first.path, line: first.line, message: first.message }
      report({ type: 'ran', seed, durationMs, failure })
    } catch (thrown) {
      if (thrown instanceof Interrupted) return
      const message = describeFailure(asFailure(thrown))
      report({ type: 'ran', seed, durationMs: 0, failure: { file: null, path: '', line: 0, message } })
    }
  }
}
