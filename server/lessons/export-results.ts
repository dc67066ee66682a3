import { createHash } from 'node:crypto'
import { csvCell } from './csv-cell.ts'
import type { LessonAttempt, LessonResults } from './results.ts'

/** Results in the forms of other programs. */

const columns = [
  'trainee',
  'lesson',
  'title',
  'level',
  'area',
  'begun',
  'finished',
  'seconds',
  'earned',
  'most',
  'percent',
  'hints',
  'paid for hints',
  'mistakes',
  'revealed',
  'seed',
  'sentence',
] as const

/** A table with a row for each attempt, as RFC 4180 has it. */
export function resultsAsCsv(all: readonly LessonResults[]): string {
  const rows = all.flatMap((results) => results.attempts.map((attempt) => rowOf(results, attempt)))
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

function rowOf({ lesson, trainee }: LessonResults, attempt: LessonAttempt): (string | number | null)[] {
  const { answers, begunAt, finishedAt, hints, score, seed } = attempt
  const written = answers.filter(({ kind }) => kind === 'write').flatMap(({ answer }) => answer ?? [])
  return [
    trainee,
    lesson.id,
    lesson.title,
    lesson.level,
    lesson.area,
    iso(begunAt),
    finishedAt === null ? null : iso(finishedAt),
    finishedAt === null ? null : seconds(attempt),
    score.earned,
    score.most,
    score.most === 0 ? null : Math.round((100 * score.earned) / score.most),
    hints.length,
    score.paid,
    answers.reduce((sum, { mistakes }) => sum + mistakes, 0),
    answers.filter(({ isRevealed }) => isRevealed).length,
    seed,
    written.join(' / '),
  ]
}

/** All results in one file. */
export function resultsAsJson(all: readonly LessonResults[]): string {
  return `${JSON.stringify({ format: 'bramble-lesson-results-of-all', version: 1, results: all }, null, 2)}\n`
}

const verbs = {
  answered: 'http://adlnet.gov/expapi/verbs/answered',
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  attempted: 'http://adlnet.gov/expapi/verbs/attempted',
} as const

/** Addresses of lessons and trainees that say whose they are, and lead nowhere. */
const home = 'https://bramble.example'

/** The address by which statements and packages name a lesson. */
export function activityOf(lesson: string): string {
  return `${home}/lessons/${encodeURIComponent(lesson)}`
}

/**
 * Statements of the Experience API, a line of JSON each: that a lesson was begun, each answer, and that the lesson was completed. The
 * same attempt always gives statements with the same IDs, so that whoever imports them twice has them once.
 */
export function resultsAsStatements(all: readonly LessonResults[]): string {
  return all
    .flatMap((results) => results.attempts.flatMap((attempt) => statementsOf(results, attempt)))
    .map((statement) => `${JSON.stringify(statement)}\n`)
    .join('')
}

function statementsOf({ lesson, trainee }: LessonResults, attempt: LessonAttempt): object[] {
  const { answers, begunAt, finishedAt, language, score } = attempt
  const idOf = (what: string) => uuidOf(JSON.stringify([trainee, lesson.id, begunAt, what]))
  const actor = {
    objectType: 'Agent',
    account: { homePage: home, name: trainee ?? 'somebody without a name' },
    ...(trainee === null ? {} : { name: trainee }),
  }
  const whole = {
    objectType: 'Activity',
    id: activityOf(lesson.id),
    definition: { type: 'http://adlnet.gov/expapi/activities/lesson', name: { [language]: lesson.title } },
  }
  const registration = idOf('registration')
  const context = { registration, platform: 'Bramble', language }
  const said = (what: string, verb: keyof typeof verbs, object: object, at: number, more: object) => ({
    id: idOf(what),
    actor,
    verb: { id: verbs[verb], display: { en: verb } },
    object,
    timestamp: iso(at),
    context: { ...context, ...(object === whole ? {} : { contextActivities: { parent: [whole] } }) },
    ...more,
  })
  const begun = said('attempted', 'attempted', whole, begunAt, {})
  if (finishedAt === null) return [begun]
  const answered = answers.map((one) => {
    const object = {
      objectType: 'Activity',
      id: `${activityOf(lesson.id)}/${encodeURIComponent(one.question)}`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/question',
        name: { en: one.question },
        description: { [language]: one.text },
      },
    }
    const isScored = one.points > 0
    return said(`answered ${one.question}`, 'answered', object, finishedAt, {
      result: {
        ...(isScored
          ? { score: scoreOf(one.earned ?? 0, one.points), success: one.earned === one.points }
          : {}),
        completion: one.earned !== null && !one.isRevealed,
        ...(one.answer === null ? {} : { response: one.answer }),
      },
    })
  })
  const completed = said('completed', 'completed', whole, finishedAt, {
    result: {
      ...(score.most > 0 ? { score: scoreOf(score.earned, score.most) } : {}),
      completion: true,
      duration: `PT${seconds(attempt)}S`,
    },
  })
  return [begun, ...answered, completed]
}

function scoreOf(raw: number, max: number) {
  return { scaled: Math.round((10_000 * raw) / max) / 10_000, raw, min: 0, max }
}

function seconds({ awayMs, begunAt, finishedAt }: LessonAttempt): number {
  return Math.max(0, Math.round(((finishedAt ?? begunAt) - begunAt - awayMs) / 1_000))
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

/** A name-based UUID in the form of version 5. */
function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(`${home} ${name}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
