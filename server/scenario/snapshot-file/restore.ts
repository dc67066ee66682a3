import type { Lab } from '../../lab/index.ts'
import { type ReplayOptions, replayHistory } from './replay-history.ts'
import type { LabSnapshot } from './snapshot-file.ts'
import { compareStates, stateOf } from './state.ts'

/**
 * Brings a lab that has just started to the state of a snapshot, by replaying its history, and compares the states.
 * @throws {RestoredDifferently} naming the first difference
 */
export async function restore(
  snapshot: LabSnapshot,
  lab: Pick<Lab, 'api' | 'drawn'>,
  options: Omit<ReplayOptions, 'api'>,
): Promise<void> {
  await replayHistory(snapshot.history, { ...options, api: lab.api })
  if (options.end?.aborted) return
  compareStates(snapshot.state, await stateOf(lab, options.startMs))
}
