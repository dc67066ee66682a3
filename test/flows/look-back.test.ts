import { afterEach, describe, expect, it } from 'vitest'
import type { Snapshot } from '../../server/contract/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'

const password = 'Passw0rd!'

describe('looking back at a lab that people watch', () => {
  let lab: Lab | null = null
  afterEach(async () => {
    await lab?.stop()
    lab = null
  })

  async function start(keepsPast = true): Promise<Lab['api']> {
    lab = await startLab({
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
      keepsPast,
      file: {
        service: { maximumSessions: 2, idleTimeout: '5m' },
        users: [{ id: 'alice' }, { id: 'bob' }, { id: 'carol' }],
        handhelds: ['alice', 'bob', 'carol'].map((name) => ({ name, user: name })),
      },
    })
    return lab.api
  }

  const logIn = (api: Lab['api'], name: string) => api.call('handheld.login', { name, user: name, password })

  /** Alice is in a tunnel when Carol logs in, and is logged out. @returns what was taken on the way */
  async function aliceIsLoggedOut(api: Lab['api']): Promise<Snapshot[]> {
    const taken: Snapshot[] = []
    const take = async () => {
      // Pass a moment, so that what is under way has arrived.
      await api.call('clock.jump', { durationMs: 1_000 })
      taken.push(await api.snapshot())
      await api.call('clock.jump', { durationMs: 10 })
    }
    await take()
    await logIn(api, 'alice')
    await take()
    await logIn(api, 'bob')
    await take()
    await api.call('handheld.send', { name: 'bob', to: 'alice', text: 'lunch?' })
    await take()
    await api.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    await take()
    await api.call('service.configure', { statusIntervalMs: 30_000 })
    await api.call('faults.set', { at: 'directory', kind: 'latency', delay: 100 })
    await take()
    await logIn(api, 'carol')
    await take()
    await api.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
    await take()
    return taken
  }

  it('shows each moment as it was when a snapshot was taken', async () => {
    const api = await start()
    const taken = await aliceIsLoggedOut(api)
    expect(taken.at(-1)?.handhelds[0]).toMatchObject({ state: 'signed-out', reason: 'idle' })
    for (const snapshot of taken) {
      expect((await api.call('past.read', { at: snapshot.at })).snapshot).toEqual(snapshot)
      const bySeq = await api.call('past.read', { seq: snapshot.seq })
      expect({ ...bySeq.snapshot, at: snapshot.at }).toEqual(snapshot)
    }
  })

  it('shows at the mark of a fault what the fault does', async () => {
    const api = await start()
    for (const isDirectoryUp of [false, true]) {
      await api.call('conditions.set', { isDirectoryUp })
      const mark = await api.call('past.beside', { seq: Number.MAX_SAFE_INTEGER, direction: 'previous' })
      expect(mark?.what?.code).toBe(isDirectoryUp ? 'fault-mended' : 'fault-set')
      const { snapshot } = await api.call('past.read', { seq: mark?.seq ?? 0 })
      expect(snapshot.conditions.isDirectoryUp).toBe(isDirectoryUp)
    }
  })

  it('marks what people look for, and goes from mark to mark', async () => {
    const api = await start()
    await aliceIsLoggedOut(api)
    const { begin, marks, now } = await api.call('past.timeLine', { from: null, to: null })
    expect(now).toBeGreaterThan(begin)
    const told = []
    for (let seq = 0; ; ) {
      const mark = await api.call('past.beside', { seq, direction: 'next' })
      if (mark === null) break
      told.push(mark)
      seq = mark.seq
    }
    expect(told.map(({ what }) => what?.code)).toEqual([
      ...['login-began', 'login-ended', 'login-began', 'login-ended', 'message', 'coverage', 'settings'],
      ...['fault-set', 'login-began', 'session-ended', 'decision', 'login-ended', 'coverage'],
    ])
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(told.length)
    // Carol's login begins while Alice has her session, and ends it.
    const [began, ending] = [told[8], told[9]]
    const users = async (seq = 0) =>
      (await api.call('past.read', { seq })).snapshot.sessions.map(({ user }) => user)
    expect(await users(began?.seq)).toContain('alice')
    expect(await users(ending?.seq)).not.toContain('alice')
  })

  it('limits traffic, log and charts to the moment', async () => {
    const api = await start()
    const taken = await aliceIsLoggedOut(api)
    const at = taken[2]?.at ?? 0
    const { frame, line } = await api.call('past.read', { at })
    const reader = await api.readTraffic({ until: frame }, () => {})
    const { rows } = await reader.rows(reader.position.first, 500)
    reader.close()
    expect(rows.length).toBe(frame)
    expect(rows.every((row) => row.at <= at)).toBe(true)
    const after = (await api.call('traffic.layers', { number: frame + 1 })).frame
    expect(after.at).toBeGreaterThan(at)
    const log = await api.call('log.read', { until: line, count: 500 })
    expect(log.lines.at(-1)?.number).toBe(line)
    expect(log.kept).toBe(line)
    expect(log.end).toBe(log.lines.length)
    const charts = await api.call('charts.read', { until: at })
    expect(charts.to).toBe(at)
    expect(charts.points.reduce((sum, { logins }) => sum + logins, 0)).toBe(2)
    expect((await api.call('charts.read', {})).points.reduce((sum, { logins }) => sum + logins, 0)).toBe(3)
  })

  it('tells the story that ladders are made of', async () => {
    const api = await start()
    await aliceIsLoggedOut(api)
    const { events, start: before } = await api.call('past.story', {})
    expect(before.seq).toBeLessThan(events[0]?.seq ?? 0)
    const types = new Set(events.map(({ type }) => type))
    expect([...types]).toEqual(expect.arrayContaining(['flow', 'flow-step', 'session-closed', 'service']))
  })

  it('keeps nothing if it is not asked to, and begins when it is', async () => {
    const api = await start(false)
    await expect(api.call('past.read', { at: 0 })).rejects.toMatchObject({ code: 'no-past' })
    await logIn(api, 'alice')
    await api.call('past.keep', { isKept: true })
    const { first } = await api.call('past.timeLine', {})
    await logIn(api, 'bob')
    const { snapshot } = await api.call('past.read', { at: first })
    expect(snapshot.sessions.map(({ user }) => user)).toEqual(['alice'])
    await api.call('past.keep', { isKept: false })
    await expect(api.call('past.story', {})).rejects.toMatchObject({ code: 'no-past' })
  })
})
