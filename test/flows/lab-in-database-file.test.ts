import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'ldapts'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SqliteDatabase } from '../../server/configuration/sqlite/sqlite-database.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import { noticeInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, password, startLabInVirtualTime } from './lab-in-virtual-time.ts'

/** Tests a lab with a database file: which changes are saved together, and the state after a change that failed half way. */

let folder: string
let path: string
let lab: LabInVirtualTime | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-kept-'))
  path = join(folder, 'lab.sqlite')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await lab?.lab.stop()
  lab = null
  rmSync(folder, { recursive: true, force: true })
})

async function start(file: LabFileInput = {}): Promise<LabInVirtualTime> {
  await lab?.lab.stop()
  lab = await startLabInVirtualTime({ ...file, database: path })
  return lab
}

/** Opens the database file directly, without the lab. */
function inFile<T>(work: (raw: Database.Database) => T): T {
  const raw = new Database(path)
  try {
    return work(raw)
  } finally {
    raw.close()
  }
}

const rows = (table: string, column: string) =>
  inFile((raw) =>
    raw
      .prepare(`select ${column} as value from ${table} order by 1`)
      .all()
      .map((row) => Object.values(Object(row))[0]),
  )

/** Makes every write to one table fail, which leaves the same state as a process killed before that write. */
function refuse(what: string, table: string): void {
  inFile((raw) =>
    raw.exec(
      `create trigger no_${what}_${table} before ${what} on ${table} begin select raise(abort, 'no'); end`,
    ),
  )
}

it('knows the passwords of its accounts again after a restart', async () => {
  await start({ users: [{ id: 'alice' }] })
  const { endpoints } = (await start()).lab
  const client = new Client({ url: `ldap://127.0.0.1:${endpoints.directory.port}` })
  // The authority of a lab without an installation is in memory only.
  await client.startTLS({ rejectUnauthorized: false })
  await client.bind('alice@corp.example', password)
  await expect(client.bind('alice@corp.example', 'another one')).rejects.toThrow('data 52e')
  await client.unbind()
})

describe('a change to several tables is saved completely or not at all', () => {
  it.each([
    ['transport_key', { name: 'carol', pin: 'ABCDEF01' }],
    ['device', { name: 'carol', pin: 'ABCDEF01' }],
    ['directory_account', { name: 'carol' }],
    ['user_account', { user: 'carol' }],
  ])('a handheld of a new user (%s)', async (table, input) => {
    await start()
    refuse('insert', table)
    const { call, snapshot } = await start()
    const before = await snapshot()
    await expect(call('handheld.add', input)).rejects.toThrow('no')
    const after = await snapshot()
    expect([after.users, after.handhelds, after.seq]).toEqual([before.users, before.handhelds, before.seq])
    expect(rows('user_account', 'id')).toEqual(['alice', 'bob'])
    expect(rows('directory_account', 'id')).toEqual(['alice', 'bob'])
    expect(rows('device', 'name')).toEqual(['alice', 'bob'])
    inFile((raw) => raw.exec(`drop trigger no_insert_${table}`))
    await call('handheld.add', input)
    expect(rows('device', 'name')).toEqual(['alice', 'bob', 'carol'])
  })

  it('a user that is added or removed', async () => {
    await start()
    refuse('insert', 'directory_account')
    refuse('delete', 'directory_account')
    const { call, snapshot, logIn } = await start()
    await expect(call('user.save', { id: 'carol', password: 'x' })).rejects.toThrow('no')
    await expect(call('user.save', { id: 'bob', password: 'x' })).rejects.toThrow('no')
    await expect(call('user.remove', { id: 'alice' })).rejects.toThrow('no')
    expect((await snapshot()).users.map(({ id }) => id)).toEqual(['alice', 'bob'])
    expect(rows('user_account', 'id')).toEqual(['alice', 'bob'])
    expect(await logIn('alice')).toBe('accepted')
    expect(await logIn('bob')).toBe('accepted')
  })

  it('a handheld that is removed', async () => {
    await start()
    refuse('delete', 'device')
    const { call, snapshot } = await start()
    await expect(call('handheld.remove', { name: 'alice' })).rejects.toThrow('no')
    expect((await snapshot()).handhelds.map(({ name }) => name)).toEqual(['alice', 'bob'])
    expect(rows('transport_key', 'pin')).toEqual(['2100000A', '2100000B'])
  })
})

describe('a setting that cannot be saved', () => {
  it('is not applied, and no event announces it', async () => {
    const { call, snapshot, lab: running } = await start()
    const types: string[] = []
    running.api.subscribe(({ type }) => types.push(type))
    const save = vi.spyOn(SqliteDatabase.prototype, 'change')
    save.mockRejectedValueOnce(new Error('no'))
    await expect(call('service.configure', { maximumSessions: 7 })).rejects.toThrow('no')
    expect((await snapshot()).service.maximumSessions).toBeNull()
    expect(types).not.toContain('service')
    await Promise.all([
      call('service.configure', { maximumSessions: 7 }),
      call('service.configure', { idleTimeoutMs: 9_000 }),
    ])
    const saved = { maximumSessions: 7, idleTimeoutMs: 9_000 }
    expect((await snapshot()).service).toMatchObject(saved)
    expect((await (await start()).snapshot()).service).toMatchObject(saved)
  })
})

describe('incomplete users and handhelds in the file of an earlier version', () => {
  it('are repaired at the next start, with a notice', async () => {
    await start()
    await lab?.lab.stop()
    lab = null
    inFile((raw) => {
      raw.exec(`insert into device (pin, name, model, user_id, cipher)
        values ('ABCDEF01', 'h1', 'bold-9900', 'alice', 'aes-256')`)
      raw.exec(`insert into user_account values ('dora', 'Dora', 'sip:dora@corp.example', 1)`)
      raw.exec(`insert into directory_account (id, nt_hash, state) values ('erik', x'00', 'disabled')`)
    })
    const { snapshot, call, logIn } = await start()
    expect((await snapshot()).notices.map((notice) => `${notice.part}: ${noticeInEnglish(notice)}`)).toEqual([
      expect.stringMatching(/^database: handheld h1 \(PIN ABCDEF01\) had no transport key and is gone/),
      expect.stringMatching(/^database: the account erik of the directory belonged to no user and is gone/),
      expect.stringMatching(/^database: user dora had no account in the directory and has a new one/),
    ])
    await call('handheld.add', { name: 'h1', user: 'dora', pin: 'ABCDEF01' })
    expect(await logIn('h1', 'dora')).toBe('accepted')
    await call('user.save', { id: 'erik' })
    await call('handheld.add', { user: 'erik', name: 'erik' })
    expect(await logIn('erik')).toBe('accepted')
  })

  it('do not prevent a start with a lab file that names such a handheld', async () => {
    await start()
    await lab?.lab.stop()
    lab = null
    inFile((raw) =>
      raw.exec(`insert into device (pin, name, model, user_id, cipher)
        values ('ABCDEF01', 'h1', 'bold-9900', 'alice', 'aes-256')`),
    )
    const { logIn } = await start({ handhelds: [{ name: 'h1', user: 'alice', pin: 'ABCDEF02' }] })
    expect(await logIn('h1', 'alice')).toBe('accepted')
  })
})
