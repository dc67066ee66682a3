import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../clock/index.ts'
import type { Lab } from '../../lab/index.ts'
import { startLab } from '../../lab/start-lab.ts'
import {
  followRecording,
  type LabSnapshot,
  type Recording,
  readSnapshotFile,
  restore,
  snapshotOf,
  whyNotRepeatable,
  writeSnapshotFile,
} from './index.ts'
import { checksumOf } from './snapshot-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'bramble-snapshot-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'lab.json')
const password = 'Passw0rd!'

interface Followed {
  lab: Lab
  recording: Recording
  startMs: number
}

const labFile = { seed: 5 }

/** Runs `work` with a lab in virtual time, and records it. */
async function withLab<T>(work: (followed: Followed) => Promise<T>): Promise<T> {
  const clock = createVirtualClock()
  const lab = await startLab({
    file: labFile,
    clock,
    installFolder: folder,
    defaultPort: 0,
    defaultDatabase: 'memory',
  })
  const startMs = clock.now()
  await clock.settle()
  try {
    return await work({ lab, startMs, recording: followRecording({ api: lab.api, clock, startMs }) })
  } finally {
    const stopped = lab.stop()
    clock.settle().catch(() => {})
    await stopped
  }
}

async function someDay({ lab, recording, startMs }: Followed): Promise<LabSnapshot> {
  const { api, clock } = recording
  await clock.runUntil(api.call('handheld.login', { name: 'alice', user: 'alice', password }))
  await clock.settle()
  await clock.runUntil(api.call('handheld.logout', { name: 'nobody' })).catch(() => {})
  await clock.runUntil(api.snapshot())
  await clock.runUntil(api.call('handheld.messenger', { name: 'alice' }))
  await clock.settle()
  await clock.settle()
  await clock.advance(60_000)
  return snapshotOf(lab, labFile, recording, startMs)
}

let snapshot: LabSnapshot
beforeAll(async () => {
  snapshot = await withLab(someDay)
  await writeSnapshotFile(file, snapshot)
})

/** Restores a snapshot in another lab. */
function restored(from: LabSnapshot): Promise<void> {
  return withLab(({ lab, recording: { clock }, startMs }) =>
    restore(from, lab, { clock, startMs, onDone() {} }),
  )
}

describe('a snapshot', () => {
  it('holds the history in order, without commands that only read', () => {
    expect(snapshot.history.map((entry) => entry.do)).toEqual([
      'command',
      'settle',
      'command',
      'settle',
      'settle',
      'wait',
    ])
    expect(snapshot.history[2]).toMatchObject({ refused: 'unknown-handheld', waits: true })
  })

  it('holds the state that people see, without values that differ in every run', async () => {
    expect(snapshot.state).toMatchObject({
      users: { alice: { mayUseClient: true } },
      handhelds: { alice: { state: 'signed-in' }, bob: { state: 'signed-out' } },
      sessions: { 'session-1': { handheld: 'alice' } },
    })
    expect((await withLab(someDay)).state).toEqual(snapshot.state)
  })

  it('holds passwords in the history, and nowhere else', () => {
    const { state, ...rest } = snapshot
    expect(JSON.stringify(rest)).toContain(password)
    expect(JSON.stringify(state)).not.toContain(password)
  })

  it('is the same when it is read from its file', async () => {
    expect(await readSnapshotFile(file)).toEqual(snapshot)
    await restored(await readSnapshotFile(file))
  })

  it.each([
    [{ database: 'a.sqlite' }, 'a database'],
    [{ directory: { external: { url: 'ldap://x' } } }, 'a server outside'],
    [{ communicationsServer: { external: { host: 'x' } } }, 'a server outside'],
  ])('is refused for %j', (lab, why) => {
    expect(whyNotRepeatable(lab)?.text).toContain(why)
  })
})

describe('restoring', () => {
  const entries = (change: (entry: LabSnapshot['history'][number], index: number) => object) => ({
    ...snapshot,
    history: snapshot.history.map((entry, index) => ({ ...entry, ...change(entry, index) })),
  })

  it('fails with the first difference', async () => {
    const late = entries(({ atMs }, index) => (index < 3 ? {} : { atMs: atMs + 1 }))
    await expect(restored(late)).rejects.toThrow(/at history\[3\]\.atMs: expected \d+, found \d+$/)
    const allowed = entries((entry) => (entry.do === 'command' ? { refused: null } : {}))
    await expect(restored(allowed)).rejects.toThrow(
      'at history[2].refused: expected null, found "unknown-handheld"',
    )
    const { state } = snapshot
    await expect(restored({ ...snapshot, state: { ...state, drawn: 0 } })).rejects.toThrow(
      /at state\.drawn: expected 0, found \d+$/,
    )
    await expect(restored({ ...snapshot, state: { ...state, sessions: {} } })).rejects.toThrow(
      'at state.sessions.session-1: expected nothing, found "one"',
    )
  })
})

describe('the file', () => {
  it.each([
    ['cut short', (text: string) => text.slice(0, -100), /lab\.json:\d+:\d+ the snapshot is cut short/],
    ['empty', () => '', 'this is no snapshot of Bramble'],
    ['changed', (text: string) => text.replace('"signed-in"', '"off"'), 'its checksum is another'],
    ['of another format', (text: string) => text.replace('"format": 1', '"format": 2'), 'has format 2'],
    ['a scenario', () => 'steps: [{ wait: 1s }]', 'this is no snapshot of Bramble'],
    ['a history', () => '{"bramble":"history"}\n{"do":"at"}', 'this is a history'],
    ['another JSON', () => '{ "users": [] }', 'this is no snapshot of Bramble'],
    ['without a checksum', (text: string) => text.replace(/,\s*"sha256".*/, ''), 'it has no checksum'],
  ])('is refused where it is %s', async (_what, change, words) => {
    const torn = join(folder, 'torn-lab.json')
    writeFileSync(torn, change(readFileSync(file, 'utf8')))
    await expect(readSnapshotFile(torn)).rejects.toThrow(words)
  })

  it('is refused when another version wrote commands that do not exist here', async () => {
    const [first, ...others] = snapshot.history
    const other = { ...first, command: { name: 'handheld.fly', input: {} } }
    const { version: _its, ...content } = { ...snapshot, history: [other, ...others] }
    const whole = { ...content, version: '9.0.0' }
    writeFileSync(file.replace('lab', 'next'), JSON.stringify({ ...whole, sha256: checksumOf(whole) }))
    await expect(readSnapshotFile(file.replace('lab', 'next'))).rejects.toThrow(
      'version 9.0.0 of Bramble wrote this snapshot: history[0].command: a command that changes the lab',
    )
  })

  it('may have any JSON layout', async () => {
    const compact = join(folder, 'compact.json')
    writeFileSync(compact, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))))
    expect(await readSnapshotFile(compact)).toEqual(snapshot)
  })
})

describe('a history that cannot be repeated', () => {
  it('has a command that has not ended yet', () =>
    withLab(async ({ recording: { api, clock, history } }) => {
      const login = clock.runUntil(api.call('handheld.login', { name: 'alice', user: 'alice', password }))
      expect(history).toThrow('something in it is still under way')
      await login
    }))

  it('moved time twice at once', () =>
    withLab(async ({ recording: { clock, history } }) => {
      await Promise.all([clock.advance(10), clock.advance(20)])
      expect(history).toThrow('several things were done to it at once')
    }))

  it('is too long', () =>
    withLab(async ({ lab, recording: { clock }, startMs }) => {
      const wait = { atMs: 0, do: 'wait', durationMs: 0 } as const
      const before = Array.from({ length: 200_000 }, () => wait)
      const full = followRecording({ api: lab.api, clock, startMs }, before)
      expect(full.history()).toHaveLength(200_000)
      await full.clock.advance(0)
      expect(full.history).toThrow('more than 200000 things were done to it')
    }))
})
