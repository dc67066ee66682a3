import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Assertion } from '#contract'
import { createPacedClock, type PacedClock } from '../../server/clock/index.ts'
import { newScenario } from '../../server/faces/command-line/new-scenario.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import { HistoryFile } from '../../server/history/index.ts'
import { startLab } from '../../server/lab/index.ts'
import { Composition, livedOf, proveScenarioText } from '../../server/scenario/index.ts'
import { password } from './lab-in-virtual-time.ts'
import { endOfDay, type Hands, live, sessions } from './lived-sessions.ts'

let installFolder = ''
beforeAll(async () => {
  installFolder = await mkdtemp(join(tmpdir(), 'bramble-made-'))
})
afterAll(() => rm(installFolder, { recursive: true }))

const wanted = { name: 'What was done', expectations: null, language: 'en' }

it('twenty different sessions are tried', () => {
  expect(new Set(sessions.map(({ name }) => name)).size).toBe(20)
})

it.each(sessions)('$name becomes a scenario that passes', async ({ act, isSince = false, lab: file }) => {
  let since: number | null = null
  const lab = await live(file, installFolder, async (hands: Hands) => {
    await act(hands)
    if (!isSince) return
    since = hands.clock.now()
    await endOfDay(hands)
  })
  const lived = await livedOf(lab).finally(() => lab.stop())
  const composition = await Composition.begin(lived, { since, assertions: [] }, { startLab, installFolder })
  const { differences, proposals, unstated } = composition.proposed
  expect(differences).toEqual([])
  expect(unstated).toEqual([])
  expect(proposals.length).toBeGreaterThan(1)
  const made = await composition.compose(wanted)
  if (process.env.SHOW) process.stdout.write(`\n${made.text}\n${JSON.stringify({ ...made, text: '' })}\n`)
  expect(made.leftOut).toEqual([])
  expect(await proveScenarioText(made.text, { startLab, installFolder })).toMatchObject({
    hasPassed: true,
    failures: [],
  })
  // Nothing of it depends on when it is made.
  expect((await composition.compose(wanted)).text).toBe(made.text)
})

it('what no step does is told, and stands in the file', async () => {
  const lab = await live({}, installFolder, async ({ do: call, logIn, say, wait }) => {
    await logIn('alice')
    await wait(1_000)
    await logIn('bob')
    await say('alice', 'bob', 'Lunch?')
    await wait(1_000)
    await call('handheld.closeConversation', { name: 'alice', with: 'sip:bob@corp.example' })
    await call('user.save', { id: 'bob', name: 'Robert' })
    await call('user.save', { id: 'bob', name: 'Robert' })
    await wait(5_000)
  })
  const lived = await livedOf(lab).finally(() => lab.stop())
  const composition = await Composition.begin(
    lived,
    { since: null, assertions: [] },
    { startLab, installFolder },
  )
  expect(composition.proposed.unstated).toEqual([
    expect.stringContaining('handheld.closeConversation'),
    expect.stringContaining('"name":"Robert"'),
  ])
  const { text } = await composition.compose(wanted)
  expect(text.match(/# No step does this/g)).toHaveLength(2)
  expect((await proveScenarioText(text, { startLab, installFolder })).hasPassed).toBe(true)
})

it('what no step does costs what is expected of it, and not the steps before', async () => {
  const made = async (
    act: (hands: Hands) => Promise<void>,
    expectations: readonly string[] | null = null,
  ) => {
    const lab = await live({}, installFolder, act)
    const lived = await livedOf(lab).finally(() => lab.stop())
    const composition = await Composition.begin(
      lived,
      { since: null, assertions: [] },
      { startLab, installFolder },
    )
    const composed = await composition.compose({ ...wanted, expectations })
    expect(composed.text).toContain('# No step does this: {"handheld.remove"')
    expect((await proveScenarioText(composed.text, { startLab, installFolder })).hasPassed).toBe(true)
    return composed
  }
  // All of it so quickly that doing it together is tried as well, which then fails at its steps.
  const { leftOut, text } = await made(async ({ do: call, logIn, say, wait }) => {
    await logIn('alice')
    await logIn('bob')
    await call('handheld.setPresence', { name: 'alice', presence: 'busy' })
    await wait(1)
    await say('alice', 'bob', 'Hello')
    await call('handheld.remove', { name: 'alice' })
    await wait(400)
  })
  expect(text).toMatch(/login: alice\n[\s\S]*login: bob\n[\s\S]*presence:[\s\S]*send:[\s\S]*messages:/)
  expect(leftOut).toContain('sessions')
  const nothing = await made(async ({ do: call, wait }) => {
    await wait(3_000)
    await call('handheld.remove', { name: 'bob' })
    await wait(2_000)
  }, [])
  expect(nothing.text).toContain('- wait: ')
})

it('what somebody asserted while recording is expected at its place', async () => {
  const assertions: Assertion[] = []
  const lab = await live(
    { service: { maximumSessions: 1 } },
    installFolder,
    async ({ clock, lab: { api }, logIn, wait }) => {
      await logIn('alice')
      await wait(1_000)
      assertions.push({ at: clock.now(), about: 'sessions', count: 1 })
      await logIn('bob')
      const { flows, handhelds } = await api.snapshot()
      const bob = handhelds.find(({ name }) => name === 'bob')
      if (bob === undefined) throw new Error('there is no bob')
      const { reason, state } = bob
      const step = flows.at(-1)?.steps.find(({ outcome }) => outcome === 'refused')
      if (step === undefined) throw new Error('bob was not refused')
      const at = clock.now()
      assertions.push(
        { at, about: 'handheld', handheld: 'bob', state, reason },
        { at, about: 'flow', handheld: 'bob', step: step.step, outcome: 'refused', code: step.detail.code },
        { at, about: 'frame', filter: 'hop:wireless handheld:bob' },
        { at, about: 'log', text: 'login of bob' },
        // Nothing of the kind happened.
        { at, about: 'log', text: 'the roof fell in' },
      )
      await wait(5_000)
      await logIn('alice')
    },
  )
  const lived = await livedOf(lab).finally(() => lab.stop())
  const composition = await Composition.begin(lived, { since: null, assertions }, { startLab, installFolder })
  const asserted = composition.proposed.proposals.filter(({ about }) => about.code === 'asserted')
  expect(asserted).toHaveLength(6)
  const { leftOut, text } = await composition.compose({
    ...wanted,
    expectations: asserted.map(({ id }) => id),
  })
  expect(leftOut).toEqual(['asserted:log:2'])
  expect(text).toMatch(
    /login: alice\n[\s\S]*sessions: 1[\s\S]*login: \{ handheld: bob[\s\S]*frames:[\s\S]*login: alice/,
  )
  expect(await proveScenarioText(text, { startLab, installFolder })).toMatchObject({ hasPassed: true })
})

it('a lab with a database becomes a scenario with everybody who was in it', async () => {
  const folder = join(installFolder, 'kept')
  await mkdir(folder)
  const start = (clock: PacedClock) =>
    startLab({
      file: {},
      baseFolder: folder,
      defaultDatabase: './lab.sqlite',
      clock,
      installFolder,
      defaultPort: 0,
    })
  const before = await start(createPacedClock())
  await before.api.call('user.save', { id: 'zoe', name: 'Zoe Zimmer', password: 'secret-Tulip-9' })
  await before.api.call('handheld.add', { name: 'zoe', user: 'zoe' })
  await before.api.call('service.configure', { maximumSessions: 1, idleTimeoutMs: 600_000 })
  await before.stop()

  const lab = await start(createPacedClock())
  await lab.api.call('handheld.login', { name: 'zoe', user: 'zoe', password: 'secret-Tulip-9' })
  await lab.api.call('clock.jump', { durationMs: 5_000 })
  await lab.api.call('handheld.login', { name: 'bob', user: 'bob', password })
  const lived = await livedOf(lab).finally(() => lab.stop())
  const composition = await Composition.begin(
    lived,
    { since: null, assertions: [] },
    { startLab, installFolder },
  )
  expect(composition.proposed.differences).toEqual([])
  const { leftOut, text } = await composition.compose(wanted)
  expect(leftOut).toEqual([])
  expect(text).toContain('Zoe Zimmer')
  expect(text).toContain('maximumSessions: 1')
  expect(text).toContain('expect: server-busy')
  expect(text).not.toContain('secret-Tulip-9')
  expect(await proveScenarioText(text, { startLab, installFolder })).toMatchObject({ hasPassed: true })
})

it('a recorded history becomes a scenario on the command line', async () => {
  const folder = await mkdtemp(join(installFolder, 'recorded-'))
  const [history, file] = [join(folder, 'morning.history'), join(folder, 'morning.yaml')]
  const lab: LabFileInput = { service: { maximumSessions: 1 }, seed: 7 }
  const running = await live(lab, installFolder, async ({ do: call, lab: { records }, logIn, wait }) => {
    const start = { lab, database: null, startMs: records.startMs }
    new HistoryFile(history, start, records.history, { onEnded() {} })
    await logIn('alice')
    await wait(10_000)
    await call('handheld.add', { name: 'carol' })
    await logIn('carol')
  })
  await running.stop()
  vi.stubEnv('BRAMBLE_HOME', installFolder)
  expect(await newScenario(file, { from: history })).toBe(0)
  vi.unstubAllEnvs()
  const text = await readFile(file, 'utf8')
  expect(text).toContain('name: morning')
  expect(text).toContain('login: { handheld: carol, expect: server-busy }')
  expect(await proveScenarioText(text, { startLab, installFolder })).toMatchObject({ hasPassed: true })
})
