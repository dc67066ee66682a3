import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type EvidenceItem, type LabApi, type QuestionView, settingList } from '#contract'
import { startLab } from '../lab/index.ts'
import { judgeEvidence } from './judge-evidence.ts'
import type { EvidenceQuestion, LessonQuestion } from './lesson-file.ts'
import { LessonSession } from './lesson-session.ts'
import { type LessonSteps, pointsOf, readLesson } from './read-lesson.ts'
import { type LessonInLab, startLesson } from './start-lesson.ts'

const work = mkdtempSync(join(tmpdir(), 'bramble-every-answer-'))
afterAll(() => rmSync(work, { recursive: true }))

const folder = join(import.meta.dirname, '../library/lessons')
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const seed = 4

it.each(files)('%s takes every right and wrong answer, and explains each', async (name) => {
  const lesson = await readLesson(join(folder, name), seed)
  const options = {
    ...{ lesson, trainee: null, isWithoutCause: false, startLab, installFolder: work },
    language: 'de' as const,
    keep: async () => {},
    onLeave() {},
  }
  const taken = await startLesson(options)
  try {
    await tellEverything(taken, options)
    let earned = 0
    for (const question of lesson.content.questions) {
      expect(await asked(taken, question)).toMatchObject({ state: 'open', text: expect.stringMatching(/\S/) })
      if ('choose' in question) await chooseAll(taken, question)
      else if ('evidence' in question) await pointAtAll(taken, question)
      else if ('write' in question)
        await taken.lab.api.call('lesson.write', { question: question.id, text: 'Ja' })
      else await doIt(taken, lesson.tasks.get(question.id))
      const done = await asked(taken, question)
      expect(done).toMatchObject({ state: 'done', isRevealed: false })
      earned += done?.earned ?? 0
    }
    await taken.lab.api.call('lesson.finish', {})
    const view = taken.session.view()
    expect(view.score.earned).toBeCloseTo(earned, 5)
    expect(view.debrief?.moment.item).not.toBeNull()
  } finally {
    await taken.stop()
  }
})

async function asked({ lab }: LessonInLab, { id }: LessonQuestion): Promise<QuestionView | undefined> {
  const { lesson } = await lab.api.snapshot()
  return lesson?.questions.find((question) => question.id === id)
}

/** Whoever knows nothing gets to the end, with no points. */
async function tellEverything(taken: LessonInLab, options: Parameters<typeof startLesson>[0]): Promise<void> {
  const { steps } = taken
  const session = new LessonSession({ ...options, api: taken.lab.api, steps, report() {} })
  for (const { id } of options.lesson.content.questions) {
    const question = session.view().questions.find((one) => one.id === id)
    if (question?.kind === 'write') await session.write({ question: id, text: 'Nein' })
    else await session.reveal({ question: id })
  }
  await session.finish()
  expect(session.view()).toMatchObject({ score: { earned: 0 }, debrief: expect.anything() })
  session.evidence.stop()
}

/** All wrong ones, each explained; then nothing is left to earn by the right one. */
async function chooseAll(taken: LessonInLab, { id }: LessonQuestion): Promise<void> {
  const { api } = taken.lab
  const question = taken.session.view().questions.find((one) => one.id === id)
  const choices = question?.kind === 'choose' ? question.choices : []
  const right = taken.session.rightChoiceOf(id) ?? ''
  const wrong = choices.filter((choice) => choice.id !== right)
  expect(wrong.length).toBeGreaterThanOrEqual(2)
  for (const choice of [...wrong.map((one) => one.id), right]) {
    await api.call('lesson.answer', { question: id, choice })
  }
  const done = taken.session.view().questions.find((one) => one.id === id)
  expect(done).toMatchObject({ earned: 0, mistakes: wrong.length })
  expect(done?.kind === 'choose' ? done.choices : []).toEqual(
    choices.map((choice) => ({
      ...choice,
      verdict: choice.id === right ? 'right' : 'wrong',
      why: expect.stringMatching(/\S/),
    })),
  )
}

/** Everything of the kinds that are asked for is judged: what is refused is wrong, and what is accepted is right, with its reason. */
async function pointAtAll(taken: LessonInLab, question: EvidenceQuestion & { id: string }): Promise<void> {
  const { session } = taken
  const view = session.view().questions.find(({ id }) => id === question.id)
  const kinds = view?.kind === 'evidence' ? view.kinds : []
  const wrong: EvidenceItem[] = []
  const reasons = new Set<string | null>()
  for (const item of await thingsOf(taken.lab.api, question, session)) {
    if (!kinds.includes(item.kind)) continue
    const found = await session.evidence.find(item).catch(() => null)
    // Some settings belong to another kind of server.
    if (found === null) continue
    const { verdict, why } = await judgeEvidence(question, found, 'en')
    reasons.add(why)
    if (verdict === 'wrong') wrong.push(item)
  }
  const texts = [question, ...(question.refuse ?? [])].map((one) =>
    'because' in one ? one.because : one.otherwise,
  )
  for (const text of [...question.accept.map(({ because }) => because), ...texts]) {
    expect(reasons).toContain(typeof text === 'string' ? text : text.en)
  }
  const [first, second] = wrong
  if (first === undefined || second === undefined) throw new Error('there is nothing wrong to point at')
  for (const item of [first, first, second]) {
    expect(await taken.lab.api.call('lesson.evidence', { item, question: question.id })).toMatchObject({
      verdict: 'wrong',
      why: expect.stringMatching(/\S/),
    })
  }
  const item = await session.evidence.exampleOf(question.accept[0] ?? { because: '' })
  if (item === null) throw new Error('there is nothing right to point at')
  await taken.lab.api.call('lesson.evidence', { item, question: question.id })
  const done = session.view().questions.find(({ id }) => id === question.id)
  expect(done).toMatchObject({ mistakes: 2, earned: expect.closeTo(pointsOf(question) / 3, 1) })
}

/** What is in the lab, and what each proof describes. Frames only so far: there are hundreds. */
async function thingsOf(
  api: LabApi,
  { accept, refuse = [] }: EvidenceQuestion,
  { evidence }: LessonSession,
): Promise<EvidenceItem[]> {
  const { flows, handhelds, sessions, users } = await api.snapshot()
  const frames = await api.call('traffic.count', { filter: 'number<=3', isOpened: true })
  const lines = await api.call('log.read', { count: 20 }).catch(() => ({ lines: [] }))
  const described = await Promise.all([
    ...accept.map((proof, place) => evidence.exampleOf(proof, accept.slice(0, place))),
    ...refuse.map((proof, place) => evidence.exampleOf(proof, [...accept, ...refuse.slice(0, place)])),
  ])
  return [
    ...described.flatMap((item) => item ?? []),
    ...frames.latest.map(({ number }) => ({ kind: 'frame', number }) as const),
    ...lines.lines.map(({ number }) => ({ kind: 'log', number }) as const),
    ...sessions.map(({ id }) => ({ kind: 'session', id }) as const),
    ...flows.flatMap(({ id, steps }) =>
      [...new Set(steps.map(({ step }) => step))].map((step) => ({ kind: 'step', flow: id, step }) as const),
    ),
    ...settingList.map(({ apiKey }) => ({ kind: 'setting', key: apiKey }) as const),
    ...handhelds.map(({ name }) => ({ kind: 'handheld', name }) as const),
    ...users.map(({ id }) => ({ kind: 'user', id }) as const),
  ]
}

/** It does not hold before it is done, and says so; then it does. */
async function doIt(
  { lab, session, steps }: LessonInLab,
  task: { solve: LessonSteps } | undefined,
): Promise<void> {
  const open = session.view().questions.find(({ state }) => state === 'open')
  if (open === undefined || task === undefined) throw new Error('there is nothing to do')
  expect(await lab.api.call('lesson.check', { question: open.id })).toEqual({ holds: false })
  for (const { step, path } of task.solve) expect(await steps.perform(step, path)).toEqual([])
  const now = session.view().questions.find(({ id }) => id === open.id)
  // What the lesson watches is done already.
  if (now?.state !== 'done') {
    expect(await lab.api.call('lesson.check', { question: open.id })).toEqual({ holds: true })
  }
  expect(session.view().questions.find(({ id }) => id === open.id)).toMatchObject({ earned: open.points })
}
