import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandRequest, type ServerMessage, serverMessage } from '#contract'
import { branchesIn } from '../../server/faces/index.ts'
import { createLabProcesses, forkWithNode, type LabProcesses } from '../../server/faces/lab-process/index.ts'
import { historyText } from '../../server/history/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { builtProgram } from '../command-line/program.ts'

const program = builtProgram()
const password = 'Passw0rd!'
let processes: LabProcesses
let lab: Lab
let startedAt = 0
let forks = 0

beforeAll(async () => {
  processes = createLabProcesses({
    fork() {
      forks += 1
      return forkWithNode(program.file)
    },
    installFolder: null,
  })
  lab = await startLab({
    file: { users: [{ id: 'alice' }, { id: 'bob' }, { id: 'carol' }], service: { maximumSessions: 2 } },
    installFolder: null,
    defaultPort: 0,
    defaultDatabase: 'memory',
    branches: branchesIn(processes),
  })
  const { api } = lab
  startedAt = (await api.snapshot()).at
  const logIn = (name: string) => api.call('handheld.login', { name, user: name, password })
  await logIn('alice')
  await api.call('clock.jump', { durationMs: 60_000 })
  await logIn('bob')
  await api.call('clock.jump', { durationMs: 60_000 })
  expect((await logIn('carol')).result).toBe('server-busy')
})
afterAll(async () => {
  await processes.endAll().catch(() => {})
  await lab.stop()
})

async function start(input: CommandRequest<'branch.start'>) {
  const branch = await lab.api.call('branch.start', input)
  if (branch === null) throw new Error('it was cancelled')
  return branch
}

/** A page that shows a branch. */
function connect(id: string) {
  const received: ServerMessage[] = []
  const face = processes.open(id, {
    onText(text, number) {
      received.push(serverMessage.parse(JSON.parse(text)))
      face?.acknowledge(number)
    },
    onEnded() {},
  })
  if (face === null) throw new Error(`there is no ${id}`)
  return { face, received }
}

describe('a branch of a lab in a window', () => {
  it('begins where the lab was, with a change, goes on in real time, and says where it differs', async () => {
    const { api } = lab
    const at = startedAt + 90_000
    const branch = await start({ at, changes: { maximumSessions: 3 } })
    expect(await api.call('branch.list', {})).toEqual([branch])
    const { face, received } = connect(branch.id)
    face.send({ type: 'watch', id: 1 })
    await expect.poll(() => received.length).toBeGreaterThan(0)
    const [first] = received
    if (first?.type !== 'snapshot') throw new Error('the first message is no snapshot')
    const { snapshot } = first
    expect(snapshot.at).toBeGreaterThanOrEqual(at)
    expect(snapshot.pace).toMatchObject({ isPaused: false, speed: 1 })
    expect(snapshot.service.maximumSessions).toBe(3)
    expect(snapshot.sessions.map(({ handheld }) => handheld)).toEqual(['alice', 'bob'])

    face.send({ type: 'call', id: 2, command: 'branch.compare', input: {} })
    await expect
      .poll(() => received.find((message) => message.type === 'answer'), { timeout: 30_000 })
      .toMatchObject({
        output: {
          flow: { recorded: { text: expect.stringContaining('no-timeout-limit') } },
          endings: null,
        },
      })
    await api.call('branch.stop', { id: branch.id })
    expect(await api.call('branch.list', {})).toEqual([])
  })

  it('begins with a server down, or other coverage, and tells what that leads to', async () => {
    const { api } = lab
    const at = startedAt + 30_000
    const branch = await start({
      at,
      conditions: { isDirectoryUp: false },
      coverage: { name: 'alice', coverage: 'none' },
    })
    const { face, received } = connect(branch.id)
    face.send({ type: 'watch', id: 1 })
    await expect.poll(() => received.length).toBeGreaterThan(0)
    const [first] = received
    if (first?.type !== 'snapshot') throw new Error('the first message is no snapshot')
    expect(first.snapshot.conditions.isDirectoryUp).toBe(false)
    expect(first.snapshot.handhelds).toContainEqual(
      expect.objectContaining({ name: 'alice', coverage: 'none' }),
    )
    face.send({ type: 'call', id: 2, command: 'branch.compare', input: {} })
    await expect
      .poll(() => received.find((message) => message.type === 'answer'), { timeout: 30_000 })
      .toMatchObject({
        output: {
          flow: { branch: { text: expect.stringContaining('bob: step 4d') } },
          counts: { endings: { recorded: 0 } },
        },
      })
    await api.call('branch.stop', { id: branch.id })
  })

  it('goes on in a process that waits at the mark before, and says how far it is', async () => {
    const { api } = lab
    const at = startedAt + 70_000
    const before = forks
    await api.call('branch.prepare', { at })
    expect(forks).toBe(before + 1)
    const told: number[] = []
    const stop = api.subscribe((event) => {
      if (event.type === 'branching') told.push(...event.branching.map(({ done }) => done))
    })
    const branch = await start({ at })
    stop()
    expect(told[0]).toBe(0)
    expect((await api.snapshot()).branching).toEqual([])
    const { face, received } = connect(branch.id)
    face.send({ type: 'watch', id: 1 })
    await expect.poll(() => received.length).toBeGreaterThan(0)
    const [first] = received
    if (first?.type !== 'snapshot') throw new Error('the first message is no snapshot')
    expect(first.snapshot.at).toBeGreaterThanOrEqual(at)
    expect(first.snapshot.sessions.map(({ handheld }) => handheld)).toEqual(['alice', 'bob'])
    face.send({ type: 'call', id: 2, command: 'branch.compare', input: {} })
    await expect
      .poll(() => received.find((message) => message.type === 'answer'), { timeout: 30_000 })
      .toMatchObject({ output: { flow: null, endings: null, frames: null } })
    // Another one takes its place.
    await expect.poll(() => forks).toBe(before + 2)
    await api.call('branch.stop', { id: branch.id })
  })

  it('is given up while it is started', async () => {
    const { api } = lab
    const at = startedAt + 10_000
    const size = processes.size
    const started = api.call('branch.start', { at })
    await api.call('branch.cancel', { at })
    expect(await started).toBeNull()
    expect(processes.size).toBe(size)
    expect((await api.snapshot()).branching).toEqual([])
  })

  it('opens a history that a page hands over, stands still at its end, and knows its past', async () => {
    const { api } = lab
    const text = historyText(await lab.records.wholeHistory())
    const half = Math.floor(text.length / 2)
    await api.call('branch.give', { upload: 'one', text: text.slice(0, half) })
    await api.call('branch.give', { upload: 'one', text: text.slice(half) })
    const told: unknown[] = []
    const stop = api.subscribe((event) => void (event.type === 'branching' && told.push(...event.branching)))
    const from = { upload: 'one', name: 'monday.history' }
    const opened = await api.call('branch.open', { from })
    stop()
    expect(opened).toMatchObject({ of: 'monday.history', goesOn: false, difference: null })
    expect(told).toContainEqual(expect.objectContaining({ of: 'monday.history', at: opened?.at }))
    const { face, received } = connect(opened?.id ?? '')
    face.send({ type: 'watch', id: 1 })
    face.send({
      type: 'call',
      id: 2,
      command: 'past.timeLine',
      input: { from: null, to: null, places: 100 },
    })
    await expect.poll(() => received.some((message) => message.type === 'answer')).toBe(true)
    const first = received.find((message) => message.type === 'snapshot')
    if (first?.type !== 'snapshot') throw new Error('there is no snapshot')
    expect(first.snapshot).toMatchObject({ at: opened?.at, pace: { isPaused: true } })
    expect(first.snapshot.sessions.map(({ handheld }) => handheld)).toEqual(['alice', 'bob'])
    expect(received.find((message) => message.type === 'answer')).toMatchObject({
      output: { begin: startedAt, marks: expect.arrayContaining([expect.anything()]) },
    })
    // A scenario, and with it a lesson, is made of what happened in it.
    const answerTo = async (id: number, command: string, input: object) => {
      face.send({ type: 'call', id, command, input })
      const isAnswer = (message: ServerMessage) => message.type === 'answer' && message.id === id
      await expect.poll(() => received.some(isAnswer), { timeout: 30_000 }).toBe(true)
      return received.find(isAnswer)
    }
    await answerTo(3, 'scenario.propose', {})
    expect(await answerTo(4, 'scenario.compose', { name: 'Monday' })).toMatchObject({
      output: { text: expect.stringContaining('- login: alice') },
    })
    await api.call('branch.stop', { id: opened?.id ?? '' })
    // What was handed over is gone.
    await expect(api.call('branch.open', { from })).rejects.toMatchObject({ code: 'history-not-taken' })
  })

  it('says by its name what is wrong with a history', async () => {
    const { api } = lab
    await api.call('branch.give', { upload: 'two', text: '{"bramble":"history","format":9}\n' })
    await expect(
      api.call('branch.open', { from: { upload: 'two', name: '../tuesday.history' } }),
    ).rejects.toThrow(/tuesday\.history:1.*format 9/)
  })
})
