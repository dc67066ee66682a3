import type { Lab } from '../../lab/index.ts'
import { type RepeatOptions, repeatHistory } from './replay-history.ts'
import type { LabSnapshot } from './snapshot-file.ts'
import { compareStates, stateOf } from './state.ts'

/**
 * Brings a lab that has just started, from what the snapshot says, to where the other one was.
 * @throws {RestoredDifferently} naming the first thing that is not as it was
 */
export async function restore(
  snapshot: LabSnapshot,
  lab: Pick<Lab, 'api' | 'drawn'>,
  options: Omit<RepeatOptions, 'api'>,
): Promise<void> {
  await repeatHistory(snapshot.history, { ...options, api: lab.api })
  if (options.end?.aborted) return
  compareStates(snapshot.state, await stateOf(lab, options.startMs))
}
