import type { LessonView, QuestionView } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import type { KeyPath, Problem, YamlText } from '../files/index.ts'
import type { Lab, LabOptions } from '../lab/index.ts'
import type { EvidenceFinder } from './evidence.ts'
import { findGiveaways, findMissingTexts } from './giveaways.ts'
import type { LessonQuestion, Proof } from './lesson-file.ts'
import { findLongSetup } from './longest-setup.ts'
import { findOutOfReach } from './reachable.ts'
import { checkLessonFile, type Lesson, proofsOf, readLesson } from './read-lesson.ts'
import { type LessonInLab, startLesson } from './start-lesson.ts'

export interface CheckOptions {
  startLab(options: LabOptions): Promise<Lab>
  installFolder: string | null
  /** Ends the check early. */
  end?: AbortSignal
}

export interface CheckedLesson {
  problems: Problem[]
  /** Points of whoever solves it, and of whoever does nothing. */
  solved: number
  idle: number
  most: number
}

/**
 * Takes a lesson twice with the values of one seed: once as its own solution does it, which must get full marks, and once without
 * doing anything, which must get none. On the way, everything that it refers to must be there, every hint must be reachable, and
 * the cause must not be readable without working.
 * @throws {UnusableFile} if the file has errors
 * @throws {Interrupted} when `end` is aborted
 */
export async function checkLesson(file: string, seed: number, options: CheckOptions): Promise<CheckedLesson> {
  return checkRead(await readLesson(file, seed), options)
}

/** The same for a lesson whose YAML has been read. */
export async function checkLessonText(
  file: string,
  yaml: YamlText,
  seed: number,
  options: CheckOptions,
): Promise<CheckedLesson> {
  return checkRead(await checkLessonFile(file, yaml, seed), options)
}

async function checkRead(lesson: Lesson, options: CheckOptions): Promise<CheckedLesson> {
  const problems: Problem[] = []
  const report = (path: KeyPath, text: string) => problems.push(lesson.problemAt(path, text))
  findGiveaways(lesson, report)
  findMissingTexts(lesson, report)
  findOutOfReach(lesson, report)
  for (const name of lesson.unusedValues) {
    problems.push(
      lesson.problemAt(['values', name], 'nothing uses this value: use it, or take it away', true),
    )
  }
  const none = { problems, solved: 0, idle: 0, most: 0 }
  if (findLongSetup(lesson, report)) return none
  const taken = await attempt(lesson, options, problems)
  if (taken === null) return none
  let solved: LessonView
  try {
    const { lesson: shown, notices } = await taken.lab.api.snapshot()
    if (notices.length > 0 && shown?.questions.some(({ kind }) => kind === 'choose') === true) {
      report(['access'], 'the notices of the lab tell of it before the cause is asked for: hide notices')
    }
    await lookForProofs(lesson, taken, report)
    solved = await solve(lesson, taken, report)
  } finally {
    await taken.stop()
  }
  const { earned, most } = solved.score
  if (earned < most && problems.length === 0) {
    report(['questions'], `the solution gets ${earned} of ${most} points: expected all`)
  }
  const left = await attempt(lesson, options, problems)
  if (left === null) return { ...none, solved: earned, most }
  try {
    const idle = await doNothing(lesson, left, report)
    return { problems, solved: earned, idle, most }
  } finally {
    await left.stop()
  }
}

type Tell = (path: KeyPath, text: string) => void

/** @returns null where the lab does not come to the state that the lesson tells of */
async function attempt(
  lesson: Lesson,
  { startLab, installFolder, end }: CheckOptions,
  problems: Problem[],
): Promise<LessonInLab | null> {
  try {
    return await startLesson({
      lesson,
      trainee: null,
      language: 'en',
      isWithoutCause: false,
      startLab,
      installFolder,
      ...(end ? { end } : {}),
      keep: async () => {},
      onLeave() {},
    })
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'lesson-unusable') throw thrown
    const found = thrown.cause
    problems.push(isProblem(found) ? found : lesson.problemAt(['setup'], describeFailure(thrown)))
    return null
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'keyPath' in value
}

/** Everything that may be pointed at must be in the lab, at the latest when its question is asked. */
async function lookForProofs(lesson: Lesson, { session }: LessonInLab, report: Tell): Promise<void> {
  for (const { proof, path } of proofsOf(lesson.content)) {
    if (isAfterTask(lesson, path)) continue
    await lookForProof(lesson, session.evidence, { proof, path, when: 'when the lesson begins' }, report)
  }
}

/** Something fits it, but not whatever somebody points at; and of what is refused, something is not accepted. */
async function lookForProof(
  { content }: Lesson,
  evidence: EvidenceFinder,
  { proof, path, when }: { proof: Proof; path: KeyPath; when: string },
  report: Tell,
): Promise<void> {
  if ((await evidence.exampleOf(proof)) === null)
    return report(path, `the lab has nothing of the kind ${when}`)
  const [top, index, list] = path
  const question = top === 'questions' && typeof index === 'number' ? content.questions[index] : undefined
  if (question === undefined || !('evidence' in question)) return
  if (list === 'refuse') {
    if ((await evidence.exampleOf(proof, question.accept)) !== null) return
    return report(path, 'whatever fits this is accepted above, so this is never said')
  }
  const share = await evidence.shareOf(proof)
  if (share === null || share.fitting * 2 <= share.all) return
  const what = proof.log === undefined ? 'frames' : 'lines'
  report(
    [...path, proof.log === undefined ? 'frame' : 'log'],
    `${share.fitting} of ${share.all} ${what} fit this, so that nobody has to look: describe it more closely`,
  )
}

/** Whether it belongs to a question after one in which something is done: then it may come up only there. */
function isAfterTask({ content, tasks }: Lesson, [top, index]: KeyPath): boolean {
  const [first = Number.POSITIVE_INFINITY] = content.questions.flatMap(({ id }, place) =>
    tasks.has(id) ? [place] : [],
  )
  return top !== 'questions' ? tasks.size > 0 && first === 0 : typeof index === 'number' && index > first
}

async function solve(lesson: Lesson, taken: LessonInLab, report: Tell): Promise<LessonView> {
  const { session } = taken
  for (const [index, question] of lesson.content.questions.entries()) {
    const at = ['questions', index]
    await tryHints(lesson, taken, question, report)
    if ('choose' in question) await chooseRight(taken, question)
    else if ('evidence' in question) {
      for (const { proof, path } of proofsOf(lesson.content)) {
        if (path[0] !== 'questions' || path[1] !== index || !isAfterTask(lesson, path)) continue
        await lookForProof(lesson, session.evidence, { proof, path, when: 'when this is asked' }, report)
      }
      const item = await firstExample(taken, question)
      if (item === null) report([...at, 'accept'], 'the lab has nothing that would be right here')
      else await session.note({ item, question: question.id })
    } else if ('write' in question) await session.write({ question: question.id, text: 'We have found it.' })
    else if (!(await performTask(lesson, taken, question, report))) break
    const asked = viewOf(session.view(), question.id)
    if (asked && asked.state !== 'done' && !('write' in question))
      await session.reveal({ question: question.id })
  }
  await session.finish()
  return unpaid(session.view())
}

/** What the answers earned, without the hints that were tried. */
function unpaid(view: LessonView): LessonView {
  const earned = view.questions.reduce((sum, question) => sum + (question.earned ?? 0), 0)
  return { ...view, score: { ...view.score, earned } }
}

async function chooseRight({ session }: LessonInLab, { id }: LessonQuestion): Promise<void> {
  const right = session.rightChoiceOf(id)
  if (right !== null) await session.answer({ question: id, choice: right })
}

async function firstExample({ session }: LessonInLab, question: LessonQuestion) {
  if (!('evidence' in question)) return null
  for (const proof of question.accept) {
    const item = await session.evidence.exampleOf(proof)
    if (item !== null) return item
  }
  return null
}

/** @returns whether the steps of the solution did it */
async function performTask(
  lesson: Lesson,
  { session, steps }: LessonInLab,
  { id }: LessonQuestion,
  report: Tell,
): Promise<boolean> {
  const task = lesson.tasks.get(id)
  if (!task) return true
  for (const { step, path } of task.solve) {
    const [found] = await steps.perform(step, path)
    if (found === undefined) continue
    report(lesson.pathOf(found.path), `the solution cannot be carried out: ${found.message}`)
    return false
  }
  if (viewOf(session.view(), id)?.state === 'done') return true
  for (const { step, path } of task.check) {
    const [found] = await steps.perform(step, path)
    if (found === undefined) continue
    report(lesson.pathOf(found.path), `the solution does not solve it: ${found.message}`)
    return false
  }
  await session.check({ question: id })
  return true
}

/** Each hint of the open question can be taken, in turn. */
async function tryHints(
  lesson: Lesson,
  { session }: LessonInLab,
  { id }: LessonQuestion,
  report: Tell,
): Promise<void> {
  const { hints = [] } = lesson.content
  for (const [index, { question }] of hints.entries()) {
    if (question !== id) continue
    try {
      await session.hint({ hint: String(index + 1) })
    } catch {
      report(['hints', index], 'this hint cannot be reached')
    }
  }
}

/** Nothing that is to be done may be done already, and finishing at once gets nothing. */
async function doNothing(lesson: Lesson, { session, steps }: LessonInLab, report: Tell): Promise<number> {
  for (const [index, question] of lesson.content.questions.entries()) {
    const task = lesson.tasks.get(question.id)
    if (!task) continue
    const results = []
    for (const { step, path } of task.check) results.push(await steps.perform(step, path))
    if (results.every((found) => found.length === 0)) {
      report(['questions', index], 'what is to be done here holds already, although nobody has done anything')
    }
    // Later tasks begin where this one ends, so nothing can be said of them.
    break
  }
  await session.finish()
  const { earned } = session.view().score
  if (earned > 0) report(['questions'], `whoever does nothing gets ${earned} points: expected none`)
  return earned
}

function viewOf(view: LessonView, id: string): QuestionView | undefined {
  return view.questions.find((question) => question.id === id)
}
