import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type LessonEntry, type LessonView, lessonAreas, lessonLanguages, lessonLevels } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import { replaceFile } from '../base/node/index.ts'
import { createRealClock, delay, systemTime } from '../clock/index.ts'

/** What trainees have achieved: a file for each trainee and lesson, in a folder. Nothing of it leaves the machine by itself. */

const resultsFormat = 'bramble-lesson-results'
/** The latest attempts are kept, and the best of those before. */
const mostAttempts = 50

const attempt = z.object({
  /** The machine's time in milliseconds since 1970. */
  begunAt: z.number(),
  finishedAt: z.number().nullable(),
  /** Milliseconds in between in which its lab was not there. */
  awayMs: z.number().default(0),
  seed: z.int(),
  language: z.enum(lessonLanguages),
  score: z.object({ earned: z.number(), most: z.number(), paid: z.number() }),
  hints: z.array(z.object({ id: z.string(), question: z.string().nullable(), price: z.number() })),
  answers: z.array(
    z.object({
      question: z.string(),
      kind: z.enum(['choose', 'evidence', 'do', 'write']),
      text: z.string(),
      points: z.number(),
      earned: z.number().nullable(),
      mistakes: z.int(),
      isRevealed: z.boolean(),
      /** What was chosen or written; null for evidence and for what was done. */
      answer: z.string().nullable(),
    }),
  ),
  evidence: z.array(
    z.object({
      question: z.string().nullable(),
      kind: z.string(),
      text: z.string(),
      at: z.number(),
      verdict: z.enum(['noted', 'right', 'wrong']),
    }),
  ),
})
export type LessonAttempt = z.output<typeof attempt>

const lessonResults = z.object({
  format: z.literal(resultsFormat),
  version: z.literal(1),
  /** Null: somebody without a name. */
  trainee: z.string().nullable(),
  lesson: z.object({
    id: z.string(),
    title: z.string(),
    level: z.enum(lessonLevels),
    area: z.enum(lessonAreas),
  }),
  attempts: z.array(attempt),
})
/** Everything that one trainee has achieved in one lesson. */
export type LessonResults = z.output<typeof lessonResults>

/** The folder of results. */
export class ResultsFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Keeps an attempt in place of what was kept of it before. @throws {Failure} `lesson-not-saved` */
  async keep(view: LessonView): Promise<void> {
    const { id, trainee } = view
    const file = join(this.#folder, fileOf(trainee, id))
    try {
      await mkdir(this.#folder, { recursive: true })
      await alone(`${file}.lock`, () => write(file, view))
    } catch (thrown) {
      throw new Failure('lesson-not-saved', { file, cause: describeFailure(thrown) }, { cause: thrown })
    }
  }

  /** The best finished attempt of a trainee at each lesson, by the lesson's ID. */
  async bestOf(trainee: string | null): Promise<Map<string, NonNullable<LessonEntry['best']>>> {
    const found = new Map<string, NonNullable<LessonEntry['best']>>()
    if (trainee === null) return found
    const { results } = await this.all()
    for (const { attempts, lesson, trainee: whose } of results) {
      if (whose !== trainee) continue
      const finished = attempts.filter((one) => one.finishedAt !== null)
      const [best] = finished.toSorted((one, other) => other.score.earned - one.score.earned)
      if (best === undefined || best.finishedAt === null) continue
      const { earned, most } = best.score
      found.set(lesson.id, { earned, most, finishedAt: best.finishedAt, times: finished.length })
    }
    return found
  }

  /** All results, and the files that are none. */
  async all(): Promise<{ results: LessonResults[]; unusable: string[] }> {
    const names = await readdir(this.#folder).catch(() => [])
    const results: LessonResults[] = []
    const unusable: string[] = []
    for (const name of names.filter((one) => one.endsWith('.json')).sort()) {
      const file = join(this.#folder, name)
      const read = await readResults(file)
      if (read === null) unusable.push(file)
      else results.push(read)
    }
    return { results, unusable }
  }
}

async function write(file: string, view: LessonView): Promise<void> {
  const { id, title, level, area, trainee } = view
  const before = (await readResults(file))?.attempts ?? []
  const others = before.filter(({ begunAt }) => begunAt !== view.begunAt)
  const best = others.toSorted((one, other) => other.score.earned - one.score.earned).slice(0, 1)
  const latest = [...others, attemptOf(view)].slice(-mostAttempts)
  const kept = best.some((one) => latest.includes(one)) ? latest : [...best, ...latest]
  const results: LessonResults = {
    format: resultsFormat,
    version: 1,
    trainee,
    lesson: { id, title, level, area },
    attempts: kept,
  }
  await replaceFile(file, `${JSON.stringify(results, null, 2)}\n`, 0o600)
}

/** A lock that is older than this was left by a process that has ended. */
const staleMs = 5_000
const tryAgainMs = 20

/** Runs one at a time, also among processes: somebody may take the same lesson in two windows. */
async function alone(lock: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await writeFile(lock, '', { flag: 'wx' })
      break
    } catch (thrown) {
      // Whatever else is wrong, such as a full disk, waiting does not mend it.
      if (!isTaken(thrown)) throw thrown
      const since = (await stat(lock).catch(() => null))?.mtimeMs ?? systemTime()
      if (systemTime() - since > staleMs) await rm(lock, { force: true })
      else await delay(createRealClock(), tryAgainMs)
    }
  }
  try {
    await work()
  } finally {
    await rm(lock, { force: true })
  }
}

function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST'
}

/** @returns null if the file is not there, or no file of results */
async function readResults(file: string): Promise<LessonResults | null> {
  try {
    const input: unknown = JSON.parse(await readFile(file, 'utf8'))
    return lessonResults.safeParse(input).data ?? null
  } catch {
    return null
  }
}

/** A name may hold anything, so the file has its letters for people, and its hash so that no two are alike. */
function fileOf(trainee: string | null, lesson: string): string {
  const name = trainee ?? ''
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 30)
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${readable || 'trainee'}-${hash}--${lesson.replace(/[^\w-]+/g, '-')}.json`
}

function attemptOf(view: LessonView): LessonAttempt {
  const { begunAt, finishedAt, awayMs, seed, language, score, hints, questions, notebook } = view
  return {
    begunAt,
    finishedAt,
    awayMs,
    seed,
    language,
    score,
    hints: hints.flatMap(({ id, question, price, text }) => (text === null ? [] : [{ id, question, price }])),
    answers: questions.map((question) => {
      const { id, kind, text, points, earned, mistakes, isRevealed } = question
      return { question: id, kind, text, points, earned, mistakes, isRevealed, answer: answerTo(question) }
    }),
    evidence: notebook.map(({ question, item, text, at, verdict }) => ({
      question,
      kind: item.kind,
      text,
      at,
      verdict,
    })),
  }
}

function answerTo(question: LessonView['questions'][number]): string | null {
  if (question.kind === 'write') return question.written
  if (question.kind !== 'choose' || question.isRevealed || (question.earned ?? 0) === 0) return null
  return question.choices.find(({ verdict }) => verdict === 'right')?.text ?? null
}
