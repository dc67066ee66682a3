import type { CommandName, CommandOutput, LabApi } from '#contract'
import { StalledError, type VirtualClock } from '../../clock/index.ts'
import type { Lab } from '../../lab/index.ts'
import type { CommandEntry, DoneCommand, HistoryEntry } from './history.ts'
import { refusalCode } from './recording.ts'
import { RestoredDifferently } from './restored-differently.ts'
import type { LabSnapshot } from './snapshot-file.ts'
import { compareStates, stateOf } from './state.ts'

export interface RestoreOptions {
  clock: VirtualClock
  /** Lab time at which the lab had started. */
  startMs: number
  /** Ends the replay early. */
  end?: AbortSignal | undefined
  /** Called for every command that the lab did not refuse. */
  onDone(command: DoneCommand, output: CommandOutput<CommandName>): void
}

/**
 * Brings a lab that has just started to the state of a snapshot, by replaying its history, and compares the states.
 * @throws {RestoredDifferently} naming the first difference
 */
export async function restore(
  snapshot: LabSnapshot,
  lab: Pick<Lab, 'api' | 'drawn'>,
  options: RestoreOptions,
): Promise<void> {
  await replayHistory(snapshot.history, lab.api, options)
  if (options.end?.aborted) return
  compareStates(snapshot.state, await stateOf(lab, options.startMs))
}

async function replayHistory(
  history: readonly HistoryEntry[],
  api: LabApi,
  { clock, startMs, end, onDone }: RestoreOptions,
): Promise<void> {
  /** Of commands that were not awaited. */
  const differences: RestoredDifferently[] = []
  for (const [index, entry] of history.entries()) {
    if (end?.aborted) return
    const place = `history[${index}]`
    const toRan = entry.do === 'command' || entry.do === 'pass' ? entry.ran : undefined
    if (toRan !== undefined) await clock.passTo(startMs + entry.atMs, toRan)
    if (toRan !== undefined && clock.ran !== toRan) {
      throw new RestoredDifferently(`${place}.ran`, toRan, clock.ran)
    }
    if (differences[0]) throw differences[0]
    const atMs = clock.now() - startMs
    if (atMs !== entry.atMs) throw new RestoredDifferently(`${place}.atMs`, entry.atMs, atMs)
    if (entry.do === 'settle') await clock.settle()
    else if (entry.do === 'wait') await clock.advance(entry.durationMs)
    else if (entry.do === 'command') await repeat(entry, place)
  }
  if (differences[0]) throw differences[0]

  async function repeat(entry: CommandEntry, place: string): Promise<void> {
    const { command, refused, waits } = entry
    const answer = api.call(command.name, command.input)
    const judged = answer.then(
      (output) => {
        if (refused !== null) throw new RestoredDifferently(`${place}.refused`, refused, null)
        onDone(command, output)
      },
      (thrown: unknown) => {
        if (refusalCode(thrown) !== refused)
          throw new RestoredDifferently(`${place}.refused`, refused, refusalCode(thrown))
      },
    )
    if (!waits) {
      judged.catch((thrown: unknown) => {
        if (thrown instanceof RestoredDifferently) differences.push(thrown)
      })
      return
    }
    try {
      await clock.runUntil(judged)
    } catch (thrown) {
      // No answer came in the recorded lab either; if one did, the next entry's time or the state will differ.
      if (!(thrown instanceof StalledError)) throw thrown
    }
  }
}
