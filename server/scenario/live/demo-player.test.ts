import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DemoView, LabEvent } from '#contract'
import { applyEvent } from '#contract'
import { type Lab, startLab } from '../../lab/index.ts'
import { createDemoPlayer } from './demo-player.ts'

let lab: Lab
beforeEach(async () => {
  lab = await startLab({
    installFolder: null,
    defaultPort: 0,
    defaultDatabase: 'memory',
    demos: async () => createDemoPlayer,
  })
})
afterEach(() => lab.stop())

const demo = async (): Promise<DemoView> => {
  const { demo: view } = await lab.api.snapshot()
  if (view === null) throw new Error('no demonstration runs')
  return view
}

async function runAll(id: string): Promise<DemoView> {
  await lab.api.call('demo.start', { id })
  const { steps } = await demo()
  for (const _ of steps) await lab.api.call('demo.next', {})
  return demo()
}

const failed = (view: DemoView) => view.steps.filter(({ state }) => state !== 'done')

describe('the library in a lab that runs', () => {
  it('is listed, demonstrations first, with what each would change and why some cannot be run', async () => {
    const all = await lab.api.call('demo.list', {})
    expect(all.slice(0, 4).map(({ id }) => id)).toEqual([
      'demos/first-login',
      'demos/full-house',
      'demos/storm-of-re-logins',
      'demos/tunnel',
    ])
    const changes = all.find(({ id }) => id === 'demos/full-house')?.changes
    expect(changes).toEqual({
      users: 11,
      handhelds: 11,
      sessions: 0,
      faults: 0,
      settings: ['maximumSessions', 'idleTimeoutMs'],
    })
    expect(all.find(({ id }) => id === '04-failed-300-on-groupwise')?.obstacle?.code).toBe('needs')
    expect(all.filter(({ obstacle }) => obstacle === null).length).toBeGreaterThan(20)
  })

  it.each(['demos/first-login', 'demos/full-house', 'demos/tunnel', '01-server-busy-while-nobody-chats'])(
    'runs %s step by step, and meets every expectation',
    async (id) => {
      const view = await runAll(id)
      expect(failed(view)).toEqual([])
      expect(view.done).toBe(view.steps.length)
    },
  )

  it('says what differs from what is expected, and goes on', async () => {
    await lab.api.call('demo.start', { id: 'demos/first-login' })
    await lab.api.call('user.save', { id: 'alice', mayUseClient: false })
    await lab.api.call('demo.next', {})
    await lab.api.call('demo.next', {})
    const { steps, done } = await demo()
    expect(done).toBe(2)
    expect(steps.slice(0, 2).map(({ state }) => state)).toEqual(['failed', 'failed'])
    expect(steps[0]?.differences[0]).toContain('expected the login to end accepted, found not-permitted')
  })

  it('puts the lab back', async () => {
    await lab.api.call('service.configure', { maximumSessions: 7 })
    await lab.api.call('faults.set', { at: 'directory', kind: 'latency', delay: 10 })
    await lab.api.call('handheld.setCoverage', { name: 'bob', coverage: 'weak' })
    const before = await lab.api.snapshot()
    await lab.api.call('demo.start', { id: 'demos/full-house' })
    await lab.api.call('demo.next', {})
    await lab.api.call('demo.stop', {})
    const after = await lab.api.snapshot()
    for (const key of ['users', 'service', 'faults', 'conditions', 'demo'] as const) {
      expect(after[key]).toEqual(before[key])
    }
    expect(after.handhelds.map(({ name, coverage }) => [name, coverage])).toEqual(
      before.handhelds.map(({ name, coverage }) => [name, coverage]),
    )
  })

  it('runs while lab time stands still', async () => {
    await lab.api.call('clock.setPace', { isPaused: true })
    expect(failed(await runAll('demos/first-login'))).toEqual([])
  })

  it('tells each step by an event', async () => {
    let snapshot = await lab.api.snapshot()
    lab.api.subscribe((event: LabEvent) => {
      snapshot = applyEvent(snapshot, event)
    })
    await lab.api.call('demo.start', { id: 'demos/first-login' })
    await lab.api.call('demo.next', {})
    expect(snapshot.demo?.done).toBe(1)
    await lab.api.call('demo.stop', {})
    expect(snapshot.demo).toBeNull()
  })

  it('refuses what cannot be run here', async () => {
    await expect(lab.api.call('demo.next', {})).rejects.toMatchObject({ code: 'no-demo' })
    await expect(lab.api.call('demo.start', { id: 'nothing' })).rejects.toMatchObject({
      code: 'demo-impossible',
    })
    await expect(lab.api.call('demo.start', { id: '04-failed-300-on-groupwise' })).rejects.toMatchObject({
      code: 'demo-impossible',
    })
  })
})
