import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../../base/node/index.ts'
import { csvCell, type LessonResults, ResultsFolder, resultsAsStatements } from '../../lessons/index.ts'
import { type Attempt, takenMs } from './attempt.ts'
import type { Seat } from './seat.ts'

export const classFiles = { json: 'class.json', csv: 'class.csv', xapi: 'class.xapi.jsonl' } as const

/**
 * Writes the results of a class: a table, everything as JSON, and statements of the Experience API.
 * @throws if they cannot be written, such as on a full disk
 */
export async function writeResults(folder: string, seats: readonly Seat[], now: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const results = { format: 'bramble-class', version: 1, results: rowsOf(seats, now) }
  const { results: kept } = await new ResultsFolder(folder).all()
  const texts = {
    json: `${JSON.stringify(results, null, 2)}\n`,
    csv: resultsAsCsv(seats, now),
    xapi: resultsAsStatements(ofClass(kept, seats)),
  }
  for (const kind of ['json', 'csv', 'xapi'] as const) {
    await replaceFile(join(folder, classFiles[kind]), texts[kind], 0o600)
  }
}

/** Only the attempts of this class: its folder may have those of others. */
function ofClass(kept: readonly LessonResults[], seats: readonly Seat[]): LessonResults[] {
  const keyOf = (trainee: string, lesson: string, begunAt: number) =>
    JSON.stringify([trainee, lesson, begunAt])
  const wanted = new Set(
    seats.flatMap(({ attempts }) =>
      [...attempts.values()].map(({ trainee, lesson, begunAt }) => keyOf(trainee, lesson, begunAt)),
    ),
  )
  return kept.flatMap((results) => {
    const { attempts, lesson, trainee } = results
    const own = attempts.filter(({ begunAt }) => wanted.has(keyOf(trainee ?? '', lesson.id, begunAt)))
    return own.length === 0 ? [] : { ...results, attempts: own }
  })
}

const columns = [
  'seat',
  'trainee',
  'lesson',
  'title',
  'earned',
  'most',
  'hints',
  'mistakes',
  'minutes',
  'begun',
  'finished',
] as const

export function resultsAsCsv(seats: readonly Seat[], now: number): string {
  const lines = rowsOf(seats, now).map((row) => columns.map((column) => csvCell(row[column])).join(','))
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`
}

/** What one trainee achieved in one lesson, as the files of a class have it. */
type Row = Record<(typeof columns)[number], string | number | null>

function rowsOf(seats: readonly Seat[], now: number): Row[] {
  return seats.flatMap((seat) => [...seat.attempts.values()].map((one) => rowOf(seat, one, now)))
}

function rowOf({ number }: Seat, attempt: Attempt, now: number): Row {
  const { trainee, lesson, title, earned, most, hints, mistakes, begunAt, finishedAt } = attempt
  return {
    seat: number,
    trainee,
    lesson,
    title,
    earned,
    most,
    hints,
    mistakes,
    minutes: Math.round(takenMs(attempt, now) / 6_000) / 10,
    begun: new Date(begunAt).toISOString(),
    finished: finishedAt === null ? null : new Date(finishedAt).toISOString(),
  }
}
