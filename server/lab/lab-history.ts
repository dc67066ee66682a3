import { causeOf } from '#contract'
import { Failure } from '../base/index.ts'
import { createRealClock } from '../clock/index.ts'
import { type History, HistoryFile, mostCommands } from '../history/index.ts'
import type { LabParts } from './lab-parts.ts'

/** How often a file of a history gets the position of a lab in which nothing else happens, in real time. */
const positionEveryMs = 5_000

type Told = Pick<LabParts, 'clock' | 'history' | 'input' | 'site' | 'startMs'>

/** All that is needed to repeat a lab up to now. @throws {Failure} `history-incomplete`, `history-off` */
export async function wholeHistory(parts: Told): Promise<History> {
  const { clock, history } = parts
  // In a turn, since a position is exact only when nothing is in flight.
  await clock.turn()
  if (!history.isKept) throw new Failure('history-off', {})
  const { droppedCommands, droppedFacts } = history
  if (droppedCommands > 0) throw new Failure('history-incomplete', { most: mostCommands })
  const entries = [...history.read(), { do: 'end', ...history.now(), why: 'stopped' } as const]
  return { ...startOf(parts), entries, droppedFacts }
}

/** Writes the history of a lab into a file as it grows. @throws {Failure} `history-not-written` */
export function recordHistory(parts: LabParts, path: string): HistoryFile {
  const { history, notices, pacedClock } = parts
  const file = new HistoryFile(path, startOf(parts), history, {
    onEnded: (why) =>
      why.code === 'full'
        ? notices.post('warning', 'lab', { code: 'history-full', facts: { most: why.most } })
        : notices.post('error', 'lab', { code: 'history-failed', facts: { cause: causeOf(why.cause) } }),
  })
  if (pacedClock === null) return file
  const clock = createRealClock()
  const again = () => {
    if (!file.isOpen) return
    void pacedClock.turn().then(() => history.notePosition())
    clock.after(positionEveryMs, again)
  }
  clock.after(positionEveryMs, again)
  return file
}

function startOf({ input, site, startMs }: Told): Pick<History, 'database' | 'lab' | 'startMs'> {
  return { lab: input, database: site.configuration.contentAtStart, startMs }
}
