import { afterEach, describe, expect, it } from 'vitest'
import { type Lab, startLab } from '../../server/lab/index.ts'

describe('lab time that a person controls', () => {
  let lab: Lab | null = null
  afterEach(async () => {
    await lab?.stop()
    lab = null
  })

  async function start(): Promise<Lab['api']> {
    lab = await startLab({
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
      file: {
        service: { inactivityTimeout: '10m' },
        users: [{ id: 'alice' }],
        handhelds: [{ name: 'alice', user: 'alice' }],
      },
    })
    return lab.api
  }

  const alice = { name: 'alice', user: 'alice', password: 'Passw0rd!' }

  it('can jump ten minutes: the session ends as it would have after ten minutes', async () => {
    const api = await start()
    expect(await api.call('handheld.login', alice)).toEqual({ result: 'accepted' })
    const before = await api.snapshot()
    await api.call('clock.jump', { durationMs: 11 * 60_000 })
    const after = await api.snapshot()
    expect(after.at - before.at).toBeGreaterThanOrEqual(11 * 60_000)
    expect(after.handhelds[0]).toMatchObject({ state: 'signed-out', reason: 'inactive' })
  })

  it('stands still while paused, and a login continues step by step', async () => {
    const api = await start()
    expect(await api.call('clock.setPace', { isPaused: true })).toEqual({ speed: 1, isPaused: true })
    const login = api.call('handheld.login', alice)
    const { at } = await api.snapshot()
    expect((await api.snapshot()).at).toBe(at)
    let isOver = false
    const ended = login.then((answer) => {
      isOver = true
      return answer
    })
    for (let steps = 0; !isOver && steps < 100; steps += 1) await api.call('clock.step', {})
    expect(await ended).toEqual({ result: 'accepted' })
    expect((await api.snapshot()).pace?.isPaused).toBe(true)
  })

  it('emits an event when the speed changes', async () => {
    const api = await start()
    const told = new Promise((resolve) => {
      api.subscribe((event) => resolve(event), ['pace'])
    })
    await api.call('clock.setPace', { speed: 60 })
    expect(await told).toMatchObject({ type: 'pace', pace: { speed: 60, isPaused: false } })
    expect(await api.call('handheld.login', alice)).toEqual({ result: 'accepted' })
  })
})
