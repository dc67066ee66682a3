import { z } from 'zod'
import { historySpec, startHistoryLab } from './history.ts'
import { labSpec, startOwnLab } from './lab.ts'
import { lessonSpec, startLessonLab } from './lesson.ts'
import type { ProcessLab, Surroundings } from './process-lab.ts'

import { scenarioSpec, startScenario } from './scenario.ts'

export { type MoveOrder, moveOrder, type ProcessLab } from './process-lab.ts'

/**
 * What a lab process runs. Each kind is a file of its own: the schema of what it is told, and the function that starts its lab in
 * the process. What it needs is imported when it starts, so that no process loads what only another kind needs.
 */
export const labProcessSpec = z.discriminatedUnion('kind', [labSpec, historySpec, lessonSpec, scenarioSpec])
export type LabProcessSpec = z.input<typeof labProcessSpec>

export function startProcessLab(
  spec: z.output<typeof labProcessSpec>,
  surroundings: Surroundings,
): Promise<ProcessLab> {
  switch (spec.kind) {
    case 'lab':
      return startOwnLab(spec, surroundings)
    case 'history':
      return startHistoryLab(spec, surroundings)
    case 'lesson':
      return startLessonLab(spec, surroundings)
    case 'scenario':
      return startScenario(spec, surroundings)
  }
}
