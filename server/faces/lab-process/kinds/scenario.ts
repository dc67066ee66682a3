import { z } from 'zod'
import { breakpoint } from '#contract'
import type { ProcessLab, Surroundings } from './process-lab.ts'

/** A scenario file that is run while people watch, in the lab that it describes. */
export const scenarioSpec = z.strictObject({
  kind: z.literal('scenario'),
  file: z.string(),
  /** Which combination of its matrix, from 1. */
  combination: z.int().min(1),
  /** Null: the one in the file. */
  seed: z.int().nullable(),
  /** Null: as fast as the machine allows. */
  speed: z.number().positive().nullable(),
  breakpoints: z.array(breakpoint),
  stopsAtFailure: z.boolean(),
  startsStopped: z.boolean(),
})

export async function startScenario(
  { file, combination, kind: _, ...options }: z.output<typeof scenarioSpec>,
  surroundings: Surroundings,
): Promise<ProcessLab> {
  const [{ readScenario, runScenarioLive }, { startLab }] = await Promise.all([
    import('../../../scenario/index.ts'),
    import('../../../lab/index.ts'),
  ])
  const scenario = await readScenario(file, null, combination)
  return runScenarioLive(scenario, { ...options, ...surroundings, startLab })
}
