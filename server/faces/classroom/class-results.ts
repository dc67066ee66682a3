import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LessonView } from '#contract'
import { replaceFile } from '../../base/node/index.ts'
import type { Seat } from './seat.ts'

/** What one trainee achieved in one lesson, as the files of a class have it. */
interface Row {
  seat: number
  trainee: string
  lesson: string
  title: string
  earned: number
  most: number
  hints: number
  mistakes: number
  minutes: number
  begun: string
  finished: string | null
}

const classFiles = { json: 'class.json', csv: 'class.csv' } as const

/** @throws if they cannot be written, such as on a full disk */
export async function writeResults(folder: string, seats: readonly Seat[]): Promise<void> {
  const rows = rowsOf(seats)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await replaceFile(
    join(folder, classFiles.json),
    `${JSON.stringify({ format: 'bramble-class', version: 1, results: rows }, null, 2)}\n`,
    0o600,
  )
  await replaceFile(join(folder, classFiles.csv), resultsAsCsv(seats), 0o600)
}

export function resultsAsCsv(seats: readonly Seat[]): string {
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
  const lines = rowsOf(seats).map((row) => columns.map((column) => cell(row[column])).join(','))
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`
}

function rowsOf(seats: readonly Seat[]): Row[] {
  return seats.flatMap((seat) => [...seat.attempts.values()].map((lesson) => rowOf(seat, lesson)))
}

function rowOf(seat: Seat, lesson: LessonView): Row {
  const { id, title, score, hints, questions, begunAt, finishedAt, trainee } = lesson
  return {
    seat: seat.number,
    trainee: trainee ?? '',
    lesson: id,
    title,
    earned: score.earned,
    most: score.most,
    hints: hints.filter(({ text }) => text !== null).length,
    mistakes: questions.reduce((sum, { mistakes }) => sum + mistakes, 0),
    minutes: finishedAt === null ? 0 : Math.round((finishedAt - begunAt) / 6_000) / 10,
    begun: new Date(begunAt).toISOString(),
    finished: finishedAt === null ? null : new Date(finishedAt).toISOString(),
  }
}

/** A spreadsheet must not take a name that begins with = for a formula. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
