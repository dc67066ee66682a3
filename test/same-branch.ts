import { createGenerator, createPacedClock } from '../server/clock/index.ts'
import { endOf, type History, type HistoryEntry, isRepeated } from '../server/history/index.ts'
import { Repetition } from '../server/history/repeat/index.ts'
import { type Lab, startLab } from '../server/lab/index.ts'
import { stateOf } from '../server/scenario/snapshot-file/state.ts'
import { framesOf } from './flows/frames-of.ts'
import { fifty, liveByChance, shownFrame } from './flows/lived-by-chance.ts'

/** All that is known of a lab, as lines that two labs which are the same have alike. */
async function all(lab: Lab): Promise<string[]> {
  const { history, startMs } = lab.records
  return [
    ...history.read().flatMap(lineOf),
    ...(await framesOf(lab.api)).map(shownFrame),
    JSON.stringify(await stateOf(lab, startMs)),
  ]
}

/** Commands to the clock are not repeated, so answers have other numbers. */
function lineOf(entry: HistoryEntry): string[] {
  if (entry.do === 'command') return isRepeated(entry.name) ? [JSON.stringify(entry)] : []
  return entry.do === 'answer' ? [] : [JSON.stringify(entry)]
}

/**
 * Lets 50 people do everything at random, with jitter, loss and faults, and repeats that up to a moment of the first half in a lab
 * that then waits, learns of the second half, and goes on without a change.
 * @returns the trunk and the branch, line by line, and where the repetition noticed a difference
 */
export async function branchOfChance(seed: number, count: number) {
  const known: History[] = []
  const trunk = await liveByChance({
    lab: { ...fifty, seed },
    seed,
    count,
    atHalf: async (lab) => void known.push(await lab.records.wholeHistory()),
  })
  const [half] = known
  try {
    if (half === undefined) throw new Error('it had no middle')
    const history = await trunk.records.wholeHistory()
    const clock = createPacedClock(history.startMs)
    clock.setPace({ isPaused: true })
    const branch = await Repetition.start(half, { startLab, clock, lab: { installFolder: null } })
    try {
      // Before the trunk's last moment, in which more may happen.
      await branch.to(Math.floor(Math.max(0, endOf(half) - 1) * createGenerator(seed).fraction()))
      branch.learn(history)
      await branch.to(endOf(history))
      return { trunk: await all(trunk), branch: await all(branch.lab), difference: branch.difference }
    } finally {
      await branch.lab.stop()
    }
  } finally {
    await trunk.stop()
  }
}
