import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Snapshot } from '#contract'
import { createGenerator, createVirtualClock } from '../server/clock/index.ts'
import { endOf, type History, readHistoryFile } from '../server/history/index.ts'
import { continueHistory, Repetition } from '../server/history/repeat/index.ts'
import { type Lab, startLab } from '../server/lab/index.ts'
import { stateOf } from '../server/scenario/snapshot-file/state.ts'
import { framesOf } from './flows/frames-of.ts'
import { fifty, liveByChance, shownFrame, varying } from './flows/lived-by-chance.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function repeated(history: History) {
  const clock = createVirtualClock(history.startMs)
  const repetition = await Repetition.start(history, { startLab, clock, lab: { installFolder: null } })
  stops.push(async () => {
    const stopped = repetition.lab.stop()
    clock.runUntil(stopped).catch(() => {})
    await stopped
  })
  return repetition
}

/** Moments all over a history, half of them soon after a login was asked for. */
function momentsOf(history: History): number[] {
  const chance = createGenerator(5)
  const endMs = endOf(history)
  const logins = history.entries.filter((entry) => entry.do === 'command' && entry.name === 'handheld.login')
  const anywhere = Array.from({ length: 20 }, () => chance.integer(0, endMs))
  const soon = Array.from({ length: 20 }, () => {
    const login = logins[chance.integer(0, logins.length - 1)]
    return (login?.atMs ?? 0) + chance.integer(0, 900)
  })
  return [...anywhere, ...soon].filter((atMs) => atMs <= endMs).sort((one, other) => one - other)
}

/** What people see of a lab, without ports and tokens, and without its pace, which is the machine's and is told in events of its own. */
function comparable({ lab: _lab, pace: _pace, seq: _seq, ...snapshot }: Snapshot): unknown {
  const text = JSON.stringify(snapshot, (key, value: unknown) => (key === 'connectivity' ? null : value))
  return JSON.parse(text.replace(varying, ''))
}

describe('a lab in real time', () => {
  it('is the same when its history is repeated in virtual time', { timeout: 120_000 }, async () => {
    const lab = await liveByChance({
      lab: fifty,
      seed: Number(process.env.HISTORY_SEED ?? 3),
      count: 400,
      isWatched: true,
    })
    stops.push(() => lab.stop())
    const { startMs } = lab.records
    const state = await stateOf(lab, startMs)
    const frames = (await framesOf(lab.api)).map(shownFrame)
    const history = await lab.records.wholeHistory()
    const end = lab.records.history.now()

    const again = await repeated(history)
    // On the way, many moments are what looking back at them shows, also in the middle of logins.
    let signingIn = 0
    for (const atMs of momentsOf(history)) {
      const { snapshot } = await lab.api.call('past.read', { at: startMs + atMs })
      await again.to(atMs)
      const there = await again.api.snapshot()
      expect(comparable(snapshot)).toEqual(comparable(there))
      signingIn += there.handhelds.filter((handheld) => handheld.state === 'signing-in').length
    }
    expect(signingIn).toBeGreaterThan(10)
    await again.to(end.atMs)
    expect(again.difference).toBeNull()
    expect((await framesOf(again.api)).map(shownFrame)).toEqual(frames)
    expect(await stateOf(again.lab, startMs)).toEqual(state)

    // In a lab that people go on to watch as well.
    const { lab: continued, difference } = await continueHistory(history, {
      startLab,
      lab: { installFolder: null },
      atMs: end.atMs,
    })
    stops.push(() => continued.stop())
    expect(difference).toBeNull()
    expect((await continued.api.snapshot()).handhelds.map(({ name, state }) => [name, state])).toEqual(
      (await again.api.snapshot()).handhelds.map(({ name, state }) => [name, state]),
    )
  })

  it('is the same where it began with what its database held', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bramble-history-'))
    stops.push(async () => rmSync(folder, { recursive: true }))
    const start = () =>
      startLab({
        file: { database: 'kept.sqlite', seed: 2 },
        baseFolder: folder,
        installFolder: null,
        defaultPort: 0,
      })
    const first = await start()
    await first.api.call('user.save', { id: 'carol', password: 'Other-0ne' })
    await first.api.call('handheld.add', { name: 'carol', user: 'carol' })
    await first.api.call('service.configure', { maximumSessions: 2 })
    await first.stop()

    const lab = await start()
    stops.push(() => lab.stop())
    const logIn = (name: string, password = 'Passw0rd!') =>
      lab.api.call('handheld.login', { name, user: name, password })
    expect((await logIn('carol', 'Other-0ne')).result).toBe('accepted')
    await logIn('alice', 'wrong')
    await logIn('alice')
    expect((await logIn('bob')).result).toBe('server-busy')
    await lab.api.call('handheld.add', { name: 'dave', user: 'dave' })
    await lab.api.call('clock.jump', { durationMs: 300_000 })
    const history = await lab.records.wholeHistory()
    const end = history.entries.at(-1)?.atMs ?? 0
    const again = await repeated(history)
    await again.to(end)
    expect(again.difference).toBeNull()
    const pins = async ({ api }: Pick<Lab, 'api'>) =>
      (await api.snapshot()).handhelds.map(({ name, pin, state }) => `${name} ${pin} ${state}`)
    expect(await pins(again)).toEqual(await pins(lab))
  })

  it('keeps no history where that is off, and still writes one into a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bramble-history-'))
    stops.push(async () => rmSync(folder, { recursive: true }))
    const told: boolean[] = []
    const lab = await startLab({
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
      keepsHistory: false,
      onKeepsHistory: (keeps) => void told.push(keeps),
    })
    const file = lab.recordInto(join(folder, 'written.history'))
    await lab.api.call('handheld.login', { name: 'alice', user: 'alice', password: 'Passw0rd!' })
    await expect(lab.api.call('past.timeLine', {})).rejects.toMatchObject({ code: 'no-past' })
    await expect(lab.records.wholeHistory()).rejects.toMatchObject({ code: 'history-off' })
    expect(lab.records.history.read()).toEqual([])
    expect(lab.records.commands()).toEqual({ done: [], dropped: 1 })
    await lab.api.call('past.keep', { isKept: true })
    expect(told).toEqual([true])
    await lab.stop()
    expect(file.failure).toBeNull()

    const again = await repeated(await readHistoryFile(join(folder, 'written.history')))
    await again.to(endOf(again.history))
    expect(again.difference).toBeNull()
    expect((await again.api.snapshot()).sessions).toHaveLength(1)
  })

  it('forgets its history together with its past', async () => {
    const lab = await startLab({ installFolder: null, defaultPort: 0, defaultDatabase: 'memory' })
    stops.push(() => lab.stop())
    await lab.api.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    expect(lab.records.history.read()).not.toEqual([])
    await lab.api.call('past.keep', { isKept: false })
    await lab.api.call('past.keep', { isKept: true })
    expect(lab.records.history.read()).toEqual([])
    await expect(lab.records.wholeHistory()).rejects.toMatchObject({ code: 'history-off' })
  })
})
