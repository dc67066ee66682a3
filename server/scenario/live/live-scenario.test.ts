import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { applyEvent, type LabEvent, type ScenarioRunView, type Snapshot } from '#contract'
import { startLab } from '../../lab/index.ts'
import { runScenario } from '../run-scenario.ts'
import { readScenario } from '../scenario-file.ts'
import { libraryFolder } from './library-folder.ts'
import { type LiveScenario, type LiveScenarioOptions, runScenarioLive } from './live-scenario.ts'

const whole = { startLab, installFolder: null }
let live: LiveScenario | null = null
afterEach(async () => {
  await live?.stop()
  live = null
})

async function start(name: string, options: Partial<LiveScenarioOptions> = {}): Promise<LiveScenario> {
  const scenario = await readScenario(join(libraryFolder(), name))
  live = await runScenarioLive(scenario, {
    ...whole,
    seed: null,
    speed: null,
    breakpoints: [],
    stopsAtFailure: false,
    startsStopped: false,
    end: new AbortController().signal,
    ...options,
  })
  return live
}

/** Waits for a state of the run, which may be there already. */
async function reach({ api }: LiveScenario, is: (run: ScenarioRunView) => boolean): Promise<ScenarioRunView> {
  for (;;) {
    const { run } = await api.snapshot()
    if (run !== null && is(run)) return run
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const hasEnded = ({ state }: ScenarioRunView) => state === 'ended'
const isStopped = ({ state }: ScenarioRunView) => state === 'stopped'
const rows = (steps: readonly { path: string; outcome: string; atMs: number; endMs: number }[]) =>
  steps.map(({ path, outcome, atMs, endMs }) => ({ path, outcome, atMs, endMs }))

const some = ['07-quiet-in-coverage-logged-out.yaml', '31-opens-on-the-pc.yaml', 'demos/full-house.yaml']

describe('a scenario that is run while people watch', () => {
  it.each(some)('has the outcome and the times of a run alone: %s', async (name) => {
    const scenario = await readScenario(join(libraryFolder(), name))
    if (scenario.missing.length > 0) return
    const alone = await runScenario(scenario, { ...whole, seed: 7 })
    const run = await reach(await start(name, { seed: 7 }), hasEnded)
    expect(rows(run.steps)).toEqual(rows(alone.steps))
    expect(run.outcome).toMatchObject({ passed: alone.passed, durationMs: alone.durationMs })
  })

  it('is the same step by step, with stops in between', async () => {
    const name = 'demos/tunnel.yaml'
    const scenario = await readScenario(join(libraryFolder(), name))
    const alone = await runScenario(scenario, whole)
    const stepped = await start(name, { startsStopped: true })
    let steps = 0
    for (;;) {
      const run = await reach(stepped, ({ state }) => state !== 'running')
      if (run.state === 'ended') break
      expect(run.steps.length).toBeGreaterThanOrEqual(steps)
      steps = run.steps.length
      await stepped.api.call('run.control', { go: 'step' })
      await reach(stepped, ({ state, steps: done }) => state === 'ended' || done.length > steps)
    }
    const run = await reach(stepped, hasEnded)
    expect(rows(run.steps)).toEqual(rows(alone.steps))
  })

  it('stops at a breakpoint, where people look but change nothing, and goes on', async () => {
    const scenario = await readScenario(join(libraryFolder(), 'demos/tunnel.yaml'))
    const { line } = scenario.positionOf(['steps', 2])
    const stopped = await start('demos/tunnel.yaml', { breakpoints: [{ file: null, line }] })
    const run = await reach(stopped, isStopped)
    expect(run).toMatchObject({ stop: 'breakpoint', current: { line } })
    const { at } = await stopped.api.snapshot()
    await expect(stopped.api.call('handheld.logout', { name: 'alice' })).rejects.toMatchObject({
      code: 'virtual-time',
    })
    expect((await stopped.api.snapshot()).at).toBe(at)
    await stopped.api.call('run.setBreakpoints', { breakpoints: [], stopsAtFailure: true })
    await stopped.api.call('run.control', { go: 'continue' })
    expect((await reach(stopped, hasEnded)).outcome?.passed).toBe(true)
  })

  it('is told by events as by snapshots, and is gone on with by hand when it has ended', async () => {
    const run = await start('demos/first-login.yaml', { startsStopped: true })
    let followed: Snapshot = await run.api.snapshot()
    run.api.subscribe((event: LabEvent) => {
      followed = applyEvent(followed, event)
    })
    await run.api.call('run.control', { go: 'continue' })
    const ended = await reach(run, hasEnded)
    expect(followed.run).toEqual(ended)
    const [first] = (await run.api.snapshot()).handhelds
    await run.api.call('clock.setPace', { speed: 50 })
    await run.api.call('handheld.setPower', { name: first?.name ?? '', isOn: false })
    await run.api.call('handheld.setPower', { name: first?.name ?? '', isOn: true })
    const user = first?.user ?? ''
    const { result } = await run.api.call('handheld.login', {
      name: first?.name ?? '',
      user,
      password: 'Passw0rd!',
    })
    expect(result).toBe('accepted')
  })
})
