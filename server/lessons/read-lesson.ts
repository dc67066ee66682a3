import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import {
  checkDocument,
  formatKeyPath,
  type KeyPath,
  type Problem,
  type Report,
  readYaml,
  UnusableFile,
  type YamlText,
} from '../files/index.ts'
import { checkScenarios, fillInValues, type Scenario, type ScenarioStep } from '../scenario/index.ts'
import { type LessonFile, type LessonQuestion, lessonFile, type Proof } from './lesson-file.ts'
import { drawValues, type LessonValues, lessonValues } from './values.ts'

/** Steps of the lesson's scenario, and where they stand in it. */
export type LessonSteps = readonly { step: ScenarioStep; path: KeyPath }[]

/** A lesson that has been read and checked, with the values of one seed. */
export interface Lesson {
  id: string
  file: string
  seed: number
  content: LessonFile
  /** Names of values that stand nowhere, neither in a text nor in a sum. */
  unusedValues: readonly string[]
  /** Its lab, and the steps of setup, solutions and checks one after the other. */
  scenario: Scenario
  setup: LessonSteps
  /** For each question that is to be done. */
  tasks: ReadonlyMap<string, { solve: LessonSteps; check: LessonSteps }>
  /** The problem at a path of the lesson. */
  problemAt(path: KeyPath, text: string, isKey?: boolean): Problem
  /** The path in the lesson of something in its scenario. */
  pathOf(scenarioPath: KeyPath): KeyPath
}

/** Whether a parsed file is a lesson: no other kind of file has its key. */
export function isLesson(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'lesson' in input
}

const valuesFirst = z.looseObject({ values: lessonValues.optional() })

/** Reads and checks a lesson file. @throws {UnusableFile} */
export async function readLesson(file: string, seed: number): Promise<Lesson> {
  return checkLessonFile(file, await readYaml(file), seed)
}

function unusedValues(values: LessonValues, input: unknown): string[] {
  const { values: _, ...rest } = Object(input)
  const text = JSON.stringify(rest) ?? ''
  const summed = Object.values(values).flatMap((how) =>
    typeof how === 'object' && 'sum' in how ? how.sum : [],
  )
  return Object.keys(values).filter(
    (name) => !text.includes(`\${${name}}`) && !text.includes(`\${${name}.`) && !summed.includes(name),
  )
}

/** Checks a lesson whose YAML has been read. @throws {UnusableFile} */
export async function checkLessonFile(file: string, written: YamlText, seed: number): Promise<Lesson> {
  const unknown: Problem[] = []
  const problemIn = (yaml: YamlText, path: KeyPath, text: string, isKey = false): Problem => ({
    file,
    ...yaml.positionOf(path, isKey),
    keyPath: formatKeyPath(path),
    text,
  })
  // Before the rest: without its values, everything that names one of them would be wrong, too.
  const { value: drawn } = await checkDocument(file, written, valuesFirst)
  const values = drawValues(drawn.values ?? {}, seed, (name, text) =>
    unknown.push(problemIn(written, ['values', name], text)),
  )
  const yaml = fillInValues(written, values, (path, text, about) =>
    unknown.push(problemIn(written, path, text, about === 'key')),
  )
  if (unknown.length > 0) throw new UnusableFile(unknown)
  let scenario: Scenario | null = null
  let parts: Part[] = []
  const { value } = await checkDocument(file, yaml, lessonFile, async (content, report) => {
    parts = partsOf(content)
    checkQuestions(content, report)
    const missing = await missingSetup(content, file)
    if (missing !== null) return report(['setup'], `there is no such file: ${missing}`)
    const document = await documentOf(content, parts, yaml, file)
    try {
      ;[scenario = null] = await checkScenarios(file, document.yaml)
    } catch (thrown) {
      throw inLesson(thrown, file, (path) => document.pathOf(path))
    }
    if (scenario) checkProofs(content, scenario, report)
  })
  if (scenario === null) throw new UnusableFile([problemIn(yaml, ['setup'], 'this has no scenario')])
  return lessonOf({
    file,
    seed,
    content: value,
    unusedValues: unusedValues(drawn.values ?? {}, written.input),
    scenario,
    parts,
    problemAt: (...at) => problemIn(yaml, ...at),
  })
}

function lessonOf(
  read: Pick<Lesson, 'file' | 'seed' | 'content' | 'unusedValues' | 'scenario' | 'problemAt'> & {
    parts: Part[]
  },
): Lesson {
  const { parts, scenario } = read
  const tasks = new Map<string, { solve: LessonSteps; check: LessonSteps }>()
  const stepsOf = (wanted: (part: Part) => boolean) =>
    scenario.steps.flatMap((step, index) => {
      const part = parts[index]
      return part && wanted(part) ? [{ step, path: ['steps', index] }] : []
    })
  for (const task of new Set(parts.flatMap(({ task }) => task ?? []))) {
    tasks.set(task, {
      solve: stepsOf((part) => part.task === task && !part.isCheck),
      check: stepsOf((part) => part.task === task && part.isCheck),
    })
  }
  const id = (read.file.replaceAll('\\', '/').split('/').pop() ?? '').replace(/\.(ya?ml|json)$/, '')
  return {
    ...read,
    id,
    setup: stepsOf(({ task }) => task === null),
    tasks,
    pathOf: (path) => pathIn(parts, path),
  }
}

/** One step of the scenario that a lesson makes. */
interface Part {
  /** What stands there in the lesson, as written. */
  path: KeyPath
  isCheck: boolean
  /** The question that it belongs to; null: the setup. */
  task: string | null
}

function partsOf({ setup, questions, solve, check }: LessonFile): Part[] {
  const list = (
    entries: readonly unknown[] | undefined,
    path: KeyPath,
    isCheck: boolean,
    task: string | null,
  ) => (entries ?? []).map((_, index): Part => ({ path: [...path, index], isCheck, task }))
  const own: Part[] =
    typeof setup === 'string'
      ? [{ path: ['setup'], isCheck: false, task: null }]
      : list(setup.steps, ['setup', 'steps'], false, null)
  const tasks = questions.flatMap((question, index) => {
    const at = ['questions', index]
    if ('do' in question) {
      return [
        ...list(question.solve, [...at, 'solve'], false, question.id),
        ...list(question.check, [...at, 'check'], true, question.id),
      ]
    }
    if (!('fix' in question)) return []
    return [...list(solve, ['solve'], false, question.id), ...list(check, ['check'], true, question.id)]
  })
  return [...own, ...tasks]
}

/** The scenario that a lesson makes, as a file whose positions are those of the lesson. */
async function documentOf(
  content: LessonFile,
  parts: readonly Part[],
  yaml: YamlText,
  file: string,
): Promise<{ yaml: YamlText; pathOf(path: KeyPath): KeyPath }> {
  const { setup } = content
  const pathOf = (path: KeyPath) => pathIn(parts, path)
  const written = (path: KeyPath) => path.reduce<unknown>((value, key) => valueAt(value, key), yaml.input)
  const heading = typeof setup === 'string' ? await headingOf(setup, file) : headingIn(written(['setup']))
  const input = {
    name: 'lesson',
    ...heading,
    steps: parts.map(({ path, isCheck }) => {
      if (isCheck) return { expect: written(path) }
      return typeof setup === 'string' && path[0] === 'setup' ? { include: setup } : written(path)
    }),
  }
  return {
    pathOf,
    yaml: {
      input,
      writtenAt: (path) => yaml.writtenAt(pathOf(path)),
      positionOf: (path, isKey) => yaml.positionOf(pathOf(path), isKey),
    },
  }
}

/** The scenario file that a lesson names, if it does and there is none. */
async function missingSetup({ setup }: LessonFile, file: string): Promise<string | null> {
  if (typeof setup !== 'string') return null
  const path = besideLesson(setup, file)
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  return isThere ? null : path
}

/** The lab of a scenario file that a lesson names. */
async function headingOf(setup: string, file: string) {
  const { input } = await readYaml(besideLesson(setup, file))
  return headingIn(input)
}

function besideLesson(setup: string, file: string): string {
  return isAbsolute(setup) ? setup : join(dirname(file), setup)
}

function headingIn(input: unknown): { lab?: unknown; without?: unknown } {
  const lab = valueAt(input, 'lab')
  const without = valueAt(input, 'without')
  return { ...(lab === undefined ? {} : { lab }), ...(without === undefined ? {} : { without }) }
}

function valueAt(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function pathIn(parts: readonly Part[], path: KeyPath): KeyPath {
  const [top, index, ...rest] = path
  if (top === 'lab' || top === 'without') return ['setup', ...path]
  const part = top === 'steps' && typeof index === 'number' ? parts[index] : undefined
  if (part === undefined) return path
  return [...part.path, ...(part.isCheck && rest[0] === 'expect' ? rest.slice(1) : rest)]
}

/** Problems of the scenario, as problems of the lesson that makes it. */
function inLesson(thrown: unknown, file: string, pathOf: (path: KeyPath) => KeyPath): unknown {
  if (!(thrown instanceof UnusableFile)) return thrown
  return new UnusableFile(
    thrown.problems.map((problem) =>
      problem.file === file
        ? { ...problem, keyPath: formatKeyPath(pathOf(parsed(problem.keyPath))) }
        : problem,
    ),
  )
}

/** The opposite of `formatKeyPath`, for keys without dots and brackets. */
function parsed(keyPath: string): KeyPath {
  return keyPath
    .split(/\.|(?=\[)/)
    .filter(Boolean)
    .map((key) => (/^\[\d+\]$/.test(key) ? Number(key.slice(1, -1)) : key))
}

function checkQuestions(content: LessonFile, report: Report): void {
  const { questions, hints = [], solve, check } = content
  const ids = new Map<string, LessonQuestion>()
  let fixes = 0
  for (const [index, question] of questions.entries()) {
    const at = ['questions', index]
    if (ids.has(question.id)) report([...at, 'id'], `expected a name of its own, found ${question.id} again`)
    ids.set(question.id, question)
    if ('fix' in question) fixes += 1
    if ('choose' in question) checkChoices(content, question, at, report)
  }
  if (fixes > 1) report(['questions'], 'expected one question `fix` at most')
  if (fixes === 1 && solve === undefined) report([], 'missing: expected solve, for the question `fix`')
  if (fixes === 1 && check === undefined) report([], 'missing: expected check, for the question `fix`')
  if (fixes === 0 && solve !== undefined) report(['solve'], 'no question `fix` needs this', 'key')
  if (fixes === 0 && check !== undefined) report(['check'], 'no question `fix` needs this', 'key')
  const most = questions.reduce((sum, question) => sum + pointsOf(question), 0)
  for (const [index, hint] of hints.entries()) {
    if (hint.question === undefined) {
      if (hint.price > most)
        report(['hints', index, 'price'], `expected no more than the ${most} points of the lesson`)
      continue
    }
    const question = ids.get(hint.question)
    if (question === undefined) {
      const known = [...ids.keys()].join(', ')
      report(
        ['hints', index, 'question'],
        `expected a question of this lesson (${known}), found ${hint.question}`,
      )
    } else if (hint.price > pointsOf(question)) {
      report(
        ['hints', index, 'price'],
        `expected no more than the ${pointsOf(question)} points of its question`,
      )
    }
  }
}

function checkChoices(
  { issue, issues = [] }: LessonFile,
  question: Extract<LessonQuestion, { choose: unknown }>,
  at: KeyPath,
  report: Report,
): void {
  const own = new Set([issue, ...issues])
  for (const [index, wrong] of question.wrong.entries()) {
    if (wrong.issue !== undefined && own.has(wrong.issue)) {
      report([...at, 'wrong', index, 'issue'], 'expected another issue than that of the lesson')
    }
  }
  if (question.draw !== undefined && question.draw > question.wrong.length) {
    report(
      [...at, 'draw'],
      `expected at most the ${question.wrong.length} wrong ones, found ${question.draw}`,
    )
  }
}

/** Everything that may be pointed at, with its path. */
export function proofsOf({
  questions,
  debrief,
}: LessonFile): { proof: Proof; path: KeyPath; isAccepted: boolean }[] {
  const found = questions.flatMap((question, index) => {
    if (!('evidence' in question)) return []
    const at = ['questions', index]
    return [
      ...question.accept.map((proof, place) => ({ proof, path: [...at, 'accept', place], isAccepted: true })),
      ...(question.refuse ?? []).map((proof, place) => ({
        proof,
        path: [...at, 'refuse', place],
        isAccepted: false,
      })),
    ]
  })
  const { shows } = debrief.moment
  if (shows) found.push({ proof: shows, path: ['debrief', 'moment', 'shows'], isAccepted: true })
  return found
}

/** Names that a proof refers to must exist; whether the lab shows it is found out by taking the lesson. */
function checkProofs(content: LessonFile, { roster }: Scenario, report: Report): void {
  const handhelds = new Set(roster.handhelds.map(({ name }) => name))
  const users = new Set(roster.users.map(({ id }) => id))
  for (const { proof, path } of proofsOf(content)) {
    const named = [
      [proof.handheld, ['handheld'], handhelds],
      [proof.session?.handheld, ['session', 'handheld'], handhelds],
      [proof.step?.handheld, ['step', 'handheld'], handhelds],
      [proof.user, ['user'], users],
      [proof.session?.user, ['session', 'user'], users],
    ] as const
    for (const [name, keys, known] of named) {
      if (name === undefined || known.has(name)) continue
      const what = known === users ? 'user' : 'handheld'
      report([...path, ...keys], `expected a ${what} of this lesson's lab, found ${JSON.stringify(name)}`)
    }
  }
}

const usualPoints = 10

/** How many points a question is worth. */
export function pointsOf(question: LessonQuestion): number {
  return 'write' in question ? 0 : (question.points ?? usualPoints)
}
