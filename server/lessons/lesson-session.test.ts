import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyEvent, type LabEvent, type LessonView } from '#contract'
import { Failure } from '../base/index.ts'
import { startLab } from '../lab/index.ts'
import { readLesson } from './read-lesson.ts'
import { ResultsFolder } from './results.ts'
import { type LessonInLab, startLesson } from './start-lesson.ts'

const work = mkdtempSync(join(tmpdir(), 'bramble-lessons-'))
afterAll(() => rmSync(work, { recursive: true }))

const file = join(import.meta.dirname, '../library/lessons/02-server-busy.yaml')
const results = new ResultsFolder(join(work, 'results'))

const start = async (
  seed: number,
  trainee = 'Anna <b>',
  isWithoutCause = false,
  id = '02-server-busy',
  before: LessonView | null = null,
) =>
  startLesson({
    lesson: await readLesson(file.replace('02-server-busy', id), seed),
    trainee,
    language: 'en',
    isWithoutCause,
    before,
    startLab,
    installFolder: work,
    keep: (view) => results.keep(view),
    onLeave() {},
  })

let taken: LessonInLab
beforeEach(async () => {
  taken = await start(7)
})
afterEach(() => taken.stop())

const view = async (): Promise<LessonView> => {
  const { lesson } = await taken.lab.api.snapshot()
  if (lesson === null) throw new Error('no lesson runs')
  return lesson
}

const question = async (id: string) => (await view()).questions.find((one) => one.id === id)

/** Who was refused, as a trainee finds out. */
async function refused() {
  const { flows } = await taken.lab.api.snapshot()
  const flow = flows.at(-1)
  if (!flow) throw new Error('nobody has logged in')
  return flow
}

describe('a lesson in its lab', () => {
  it('is where the trainee is told that it is, and tells neither answers nor what is hidden', async () => {
    const { api } = taken.lab
    const snapshot = await api.snapshot()
    expect(snapshot.lesson?.told.symptom).toContain('Server Busy')
    expect(snapshot.sessions.length).toBeGreaterThanOrEqual(3)
    expect((await refused()).result).toBe('server-busy')
    expect(snapshot.service.maximumSessions).toBeNull()
    await expect(api.call('service.configure', { maximumSessions: 20 })).rejects.toThrow('settings')
    await expect(
      api.call('lesson.evidence', { item: { kind: 'setting', key: 'maximumSessions' } }),
    ).rejects.toThrow('settings')
    await expect(api.call('faults.set', { at: 'directory', kind: 'down' })).rejects.toThrow('faults')
    expect(JSON.stringify(snapshot.lesson)).not.toContain('reports itself each minute, whether')
    expect(snapshot.lesson?.questions.map(({ state }) => state)).toEqual([
      'open',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
    ])
    // What comes later, such as the repair, would tell what is wrong now.
    const ahead = snapshot.lesson?.questions.slice(1) ?? []
    expect(ahead.map(({ text }) => text)).toEqual(['', '', '', ''])
    expect(ahead).toMatchObject([{ choices: [] }, { kinds: [] }, {}, {}])
  })

  it('hides in the past what it hides in the present', async () => {
    const { api } = taken.lab
    const { first, marks } = await api.call('past.timeLine', {})
    expect(marks.some(({ lane }) => lane === 'logins')).toBe(true)
    expect(marks.filter(({ lane }) => lane === 'settings' || lane === 'faults')).toEqual([])
    const then = await api.call('past.read', { at: first + 30 * 60_000 })
    expect(then.snapshot.sessions.length).toBeGreaterThanOrEqual(3)
    expect(then.snapshot.service.maximumSessions).toBeNull()
    expect(then.snapshot.flows.every(({ result }) => result === 'accepted')).toBe(true)
  })

  it('explains wrong answers, takes points for them, and lets nobody get stuck', async () => {
    const { api } = taken.lab
    const flow = await refused()
    const wrong = { kind: 'step', flow: flow.id, step: '4a' } as const
    const noted = await api.call('lesson.evidence', { item: wrong, question: 'where' })
    expect(noted).toMatchObject({ verdict: 'wrong', why: expect.stringContaining('Close') })
    // The same thing again costs nothing more.
    await api.call('lesson.evidence', { item: wrong, question: 'where' })
    const right = { kind: 'step', flow: flow.id, step: '4b' } as const
    expect(await api.call('lesson.evidence', { item: right, question: 'where' })).toMatchObject({
      verdict: 'right',
    })
    expect(await question('where')).toMatchObject({ state: 'done', mistakes: 1, earned: 4 })
    await expect(api.call('lesson.answer', { question: 'where', choice: 'a' })).rejects.toThrow('answered')

    for (const choice of ['a', 'b', 'c', 'd']) {
      const asked = await question('cause')
      if (asked?.state === 'done') break
      await api.call('lesson.answer', { question: 'cause', choice })
    }
    const cause = await question('cause')
    expect(cause).toMatchObject({ state: 'done' })
    expect(cause?.earned).toBeLessThanOrEqual(10)
    await api.call('lesson.reveal', { question: 'proof' })
    expect(await question('proof')).toMatchObject({ state: 'done', earned: 0, isRevealed: true })
  })

  it('opens settings once the cause is found, and tells pages of them', async () => {
    const { api } = taken.lab
    let snapshot = await api.snapshot()
    const stop = api.subscribe((event: LabEvent) => {
      expect(event.seq).toBe(snapshot.seq + 1)
      snapshot = applyEvent(snapshot, event)
    })
    await api.call('lesson.reveal', { question: 'where' })
    await api.call('lesson.reveal', { question: 'cause' })
    await api.call('lesson.reveal', { question: 'proof' })
    await expect.poll(() => snapshot.service.maximumSessions).toBeGreaterThan(2)
    expect(await api.call('lesson.check', { question: 'cure' })).toEqual({ holds: false })
    await api.call('service.configure', { maximumSessions: 30 })
    const { handheld, user } = await refused()
    const login = api.call('handheld.login', { name: handheld, user, password: 'Passw0rd!' })
    taken.goOn()
    expect(await login).toEqual({ result: 'accepted' })
    expect(await api.call('lesson.check', { question: 'cure' })).toEqual({ holds: true })
    stop()

    // Its lab ends by itself. In the next one, it goes on where it was.
    await api.call('lesson.evidence', { item: { kind: 'handheld', name: handheld } })
    const before = { ...(await view()), awayMs: 60_000 }
    await taken.stop()
    taken = await start(7, 'Anna <b>', false, '02-server-busy', before)
    const after = await view()
    expect(after).toEqual({ ...before, restartedAt: expect.any(Number) })
    expect((await taken.lab.api.snapshot()).sessions.map((session) => session.handheld)).toContain(handheld)
    await taken.lab.api.call('lesson.write', { question: 'customer', text: 'There is room again.' })
    expect((await view()).score).toEqual(before.score)
  })

  it('keeps the result, with hints and what was written, and shows the debrief at the end', async () => {
    const { api } = taken.lab
    const hints = (await view()).hints
    expect(hints.map(({ isOffered }) => isOffered)).toEqual([true, false, false, false, false])
    expect((await api.call('lesson.hint', { hint: '1' })).text).toContain('login flow')
    await expect(api.call('lesson.hint', { hint: '3' })).rejects.toThrow('hint')
    for (const id of ['where', 'cause', 'proof', 'cure']) await api.call('lesson.reveal', { question: id })
    await api.call('lesson.write', { question: 'customer', text: 'There was no room; now there is.' })
    expect((await view()).debrief).toBeNull()
    await api.call('lesson.finish', {})
    const { debrief, score } = await view()
    expect(debrief).toMatchObject({ canBeWithoutCause: true, moment: { item: { kind: 'step', step: '4b' } } })
    expect(score).toMatchObject({ earned: 0, paid: 1 })
    await expect(api.call('lesson.reveal', { question: 'cure' })).rejects.toThrow('finished')
    const { results: kept, unusable } = await results.all()
    expect(unusable).toEqual([])
    expect(kept).toMatchObject([
      { trainee: 'Anna <b>', lesson: { id: '02-server-busy' }, attempts: expect.any(Array) },
    ])
    expect(kept[0]?.attempts.at(-1)).toMatchObject({
      hints: [{ id: '1', price: 1 }],
      answers: expect.arrayContaining([
        expect.objectContaining({ answer: 'There was no room; now there is.' }),
      ]),
    })
    expect((await results.bestOf('Anna <b>')).get('02-server-busy')).toMatchObject({ earned: 0, most: 30 })
  })

  it('tells at its end what it kept back: faults, and notices in their order', async () => {
    const hiding = await start(7, 'Anna', false, '10-no-answer-at-all')
    try {
      const { api } = hiding.lab
      let snapshot = await api.snapshot()
      expect([snapshot.notices, snapshot.faults]).toEqual([[], []])
      api.subscribe((event: LabEvent) => {
        snapshot = applyEvent(snapshot, event)
      })
      await api.call('lesson.finish', {})
      await expect.poll(() => snapshot.notices.length).toBeGreaterThan(0)
      const { faults, notices } = await api.snapshot()
      expect([snapshot.notices, snapshot.faults]).toEqual([notices, faults])
    } finally {
      await hiding.stop()
    }
  })

  it('goes on where the result cannot be written, and says so', async () => {
    const full = await startLesson({
      lesson: await readLesson(file, 7),
      trainee: null,
      language: 'de',
      isWithoutCause: false,
      startLab,
      installFolder: work,
      keep: async () => {
        throw new Failure('disk-full', { doing: 'the result cannot be written' })
      },
      onLeave() {},
    })
    try {
      const { api } = full.lab
      await api.call('lesson.reveal', { question: 'where' })
      const { lesson } = await api.snapshot()
      expect(lesson?.resultProblem).toContain('full')
      expect(lesson?.questions.map(({ state }) => state).slice(0, 2)).toEqual(['done', 'open'])
      expect(lesson?.title).toBe('Niemand chattet und doch kein Platz')
    } finally {
      await full.stop()
    }
  })

  it('can be seen without its cause, with nothing to answer and nothing hidden', async () => {
    const without = await start(7, 'Anna <b>', true)
    try {
      const { flows, lesson, service } = await without.lab.api.snapshot()
      expect(lesson).toMatchObject({ isWithoutCause: true, questions: [], hints: [] })
      expect(flows.at(-1)?.result).toBe('accepted')
      expect(service.maximumSessions).toBeGreaterThan(2)
    } finally {
      await without.stop()
    }
  })

  it('is the same for the same seed, and has other names and numbers for another', async () => {
    const again = await start(7)
    const other = await start(8)
    const flowOf = async ({ lab }: LessonInLab) =>
      (await lab.api.snapshot()).flows.map(({ handheld, id, endedAt }) => [handheld, id, endedAt])
    try {
      expect(await flowOf(again)).toEqual(await flowOf(taken))
      expect(again.session.view().questions).toEqual(taken.session.view().questions)
      expect(other.session.view().told).not.toEqual(taken.session.view().told)
    } finally {
      await again.stop()
      await other.stop()
    }
  })
})
