import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { CommandInput, LessonEntry, LessonLanguage, LessonProblem, LessonView } from '#contract'
import { highestLessonSeed } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import { replaceFile } from '../base/node/index.ts'
import { createGenerator, systemTime } from '../clock/index.ts'
import { type Problem, parseYaml, UnusableFile } from '../files/index.ts'
import type { Lab, LabOptions, LessonHost } from '../lab/index.ts'
import { libraryFolder } from '../scenario/index.ts'
import { checkLessonText } from './check-lesson.ts'
import { textIn } from './lesson-texts.ts'
import { checkLessonFile, isLesson, type Lesson, pointsOf, readLesson } from './read-lesson.ts'
import { ResultsFolder } from './results.ts'

/** A lesson that is to be started in a process of its own. */
interface LessonOrder {
  file: string
  seed: number
  trainee: string | null
  language: LessonLanguage
  isWithoutCause: boolean
  /** The lesson as it was when its lab ended by itself, with which it goes on; null: it begins. */
  before: LessonView | null
  resultsFolder: string | null
}

export interface LessonLibraryOptions {
  /** Folders of lessons besides the library's; the first gets those that are saved. They need not exist. */
  folders: readonly string[]
  /** Whether the library's lessons are left out. */
  isWithoutLibrary?: boolean
  resultsFolder: string | null
  /** Starts the lab of a lesson. @returns the ID by which pages reach it */
  start(order: LessonOrder): Promise<string>
  startLab(options: LabOptions): Promise<Lab>
  installFolder: string | null
}

export interface LessonLibrary extends LessonHost {
  /** Starts another lab for a lesson whose lab has ended by itself. @returns the ID by which pages reach it */
  goOn(before: LessonView): Promise<string>
}

/** The seed of the examples in the catalogue. */
const exampleSeed = 1

/** Offers lessons in the lab of a window: the catalogue, their start in labs of their own, and their files for trainers. */
export function createLessonLibrary(options: LessonLibraryOptions): LessonLibrary {
  const { folders, isWithoutLibrary = false, resultsFolder } = options
  const ofLibrary = join(libraryFolder(), 'lessons')
  const latestWins = [...(isWithoutLibrary ? [] : [ofLibrary]), ...folders.toReversed()]

  /** Files by ID; one of somebody's own takes the place of the library's. */
  async function files(): Promise<Map<string, string>> {
    const found = new Map<string, string>()
    for (const folder of latestWins) {
      const names = await readdir(folder).catch(() => [])
      for (const name of names.filter((one) => /\.ya?ml$/.test(one)).sort()) {
        found.set(name.replace(/\.ya?ml$/, ''), join(folder, name))
      }
    }
    return found
  }

  const known = new Map<string, KnownLesson>()

  /** The entry of a lesson, which is read again once its file, or that of its setup, is another one: a trainer's page asks often. */
  async function entryOf(id: string, file: string, language: LessonLanguage): Promise<LessonEntry> {
    const before = known.get(id)
    if (before?.file === file && before.stamp === (await stampOf(before.files))) return before.entry(language)
    const read = await readEntry(id, file)
    known.set(id, read)
    return read.entry(language)
  }

  async function fileOf(id: string): Promise<string> {
    const file = (await files()).get(id)
    if (file === undefined) throw new Failure('lesson-unknown', { id })
    return file
  }

  const elsewhere = async () => {
    throw new Failure('no-lesson', {})
  }

  return {
    async list({ trainee, language }) {
      const best = resultsFolder === null ? null : await new ResultsFolder(resultsFolder).bestOf(trainee)
      const entries = await Promise.all(
        [...(await files())].map(async ([id, file]) => {
          const entry = await entryOf(id, file, language)
          return { ...entry, best: best?.get(id) ?? null }
        }),
      )
      return entries.toSorted((one, other) => one.id.localeCompare(other.id))
    },
    async start({ id, seed, trainee, language, isWithoutCause }) {
      const file = await fileOf(id)
      const drawn = seed ?? createGenerator(systemTime() % highestLessonSeed).integer(0, highestLessonSeed)
      const order = { file, seed: drawn, trainee, language, isWithoutCause, before: null, resultsFolder }
      try {
        return { lab: await options.start(order) }
      } catch (thrown) {
        // The process, which has read the lesson, only tells that it failed.
        await checkUsable(id, file, drawn)
        throw thrown
      }
    },
    async goOn(before) {
      const { id, seed, trainee, language, isWithoutCause } = before
      const file = await fileOf(id)
      return options.start({ file, seed, trainee, language, isWithoutCause, before, resultsFolder })
    },
    read: async ({ id }) => ({ source: await readFile(await fileOf(id), 'utf8') }),
    judge: ({ source, isTried }) => judge(source, isTried, options, folders[0] ?? ofLibrary),
    async save({ id, source }: CommandInput<'lesson.save'>) {
      const [folder] = folders
      if (folder === undefined)
        throw new Failure('lesson-not-saved', { file: id, cause: 'there is no folder for it' })
      const [problem] = await judge(source, false, options, folder)
      if (problem)
        throw new Failure('lesson-unusable', {
          id,
          problem: `${problem.line}:${problem.column} ${problem.text}`,
        })
      const file = join(folder, `${id}.yaml`)
      try {
        await mkdir(folder, { recursive: true })
        await replaceFile(file, source)
      } catch (thrown) {
        throw new Failure('lesson-not-saved', { file, cause: describeFailure(thrown) }, { cause: thrown })
      }
      return null
    },
    answer: elsewhere,
    evidence: elsewhere,
    forget: elsewhere,
    hint: elsewhere,
    write: elsewhere,
    check: elsewhere,
    reveal: elsewhere,
    finish: elsewhere,
    leave: elsewhere,
  }
}

/** @throws {Failure} `lesson-unusable` */
async function checkUsable(id: string, file: string, seed: number): Promise<void> {
  try {
    await readLesson(file, seed)
  } catch (thrown) {
    throw new Failure('lesson-unusable', { id, problem: describeFailure(thrown) }, { cause: thrown })
  }
}

/** A lesson as it was read last. */
interface KnownLesson {
  file: string
  /** Its file and that of its setup. */
  files: readonly string[]
  stamp: string
  entry(language: LessonLanguage): LessonEntry
}

async function readEntry(id: string, file: string): Promise<KnownLesson> {
  // Taken before it is read: what changes meanwhile is read again.
  const stampOfFile = await stampOf([file])
  try {
    const lesson = await readLesson(file, exampleSeed)
    const { setup } = lesson.content
    const files = typeof setup === 'string' ? [file, resolve(dirname(file), setup)] : [file]
    const stamp = files.length === 1 ? stampOfFile : await stampOf(files)
    return { file, files, stamp, entry: (language) => entryOfLesson(lesson, language) }
  } catch (thrown) {
    const problem = describeFailure(thrown)
    // What is wrong may be in another file, so it is read again each time.
    return { file, files: [], stamp: 'unusable', entry: () => unusableEntry(id, problem) }
  }
}

async function stampOf(files: readonly string[]): Promise<string> {
  const found = await Promise.all(files.map((file) => stat(file).catch(() => null)))
  return JSON.stringify(found.map((one) => one && [one.mtimeMs, one.size]))
}

function unusableEntry(id: string, problem: string): LessonEntry {
  return {
    id,
    title: id,
    level: 'beginner',
    area: 'first-steps',
    minutes: 0,
    symptom: '',
    questions: 0,
    points: 0,
    problem,
    best: null,
  }
}

function entryOfLesson({ id, content }: Lesson, language: LessonLanguage): LessonEntry {
  const { lesson, level, area, minutes, told, questions } = content
  return {
    id,
    title: textIn(language, lesson),
    level,
    area,
    minutes,
    symptom: textIn(language, told.symptom),
    questions: questions.length,
    points: questions.reduce((sum, question) => sum + pointsOf(question), 0),
    problem: null,
    best: null,
  }
}

/** @param folder from which paths in it count */
async function judge(
  source: string,
  isTried: boolean,
  { startLab, installFolder }: LessonLibraryOptions,
  folder: string,
): Promise<LessonProblem[]> {
  const file = join(folder, 'lesson.yaml')
  try {
    const yaml = parseYaml(file, source)
    if (!isLesson(yaml.input)) {
      return [{ line: 1, column: 1, keyPath: 'lesson', text: 'missing: expected the title of a lesson' }]
    }
    if (!isTried) {
      await checkLessonFile(file, yaml, exampleSeed)
      return []
    }
    const { problems } = await checkLessonText(file, yaml, exampleSeed, { startLab, installFolder })
    return problems.map(withoutFile)
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.problems.map(withoutFile)
  }
}

function withoutFile({ line, column, keyPath, text }: Problem): LessonProblem {
  return { line, column, keyPath, text }
}
