import type { LoadScenarioMaker } from '../lab/index.ts'
import type { ToComposeProcess } from './compose-process/messages.ts'
import type { ChildPort } from './lab-process/index.ts'

/** Makes scenarios in a process beside that of the lab; loaded when somebody first asks. @param fork starts the process */
export function scenariosIn(
  fork: () => ChildPort<ToComposeProcess>,
  installFolder: string | null,
): LoadScenarioMaker {
  return async () => {
    const { createProcessMaker } = await import('./compose-process/process-maker.ts')
    return (lab) => createProcessMaker({ fork, installFolder }, lab)
  }
}
