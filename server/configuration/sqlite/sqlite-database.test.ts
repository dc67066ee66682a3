import { createHash } from 'node:crypto'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UnusableDatabase } from './open-file.ts'
import { ConfigurationDatabase } from './sqlite-database.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-database-'))
  path = join(folder, 'lab.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const alice = { id: 'alice', name: 'Alice', sipAddress: 'sip:alice@corp.example', mayUseClient: true }
const digest = () => createHash('sha256').update(readFileSync(path)).digest('hex')

async function fill(): Promise<void> {
  const database = new ConfigurationDatabase(path)
  await database.saveUser(alice)
  for (let number = 0; number < 200; number += 1) {
    await database.saveSetting(`setting ${number}`, 'x'.repeat(200))
  }
  database.close()
}

describe('the Configuration Database', () => {
  it('keeps users, devices, transport keys and settings in its file, for its owner only', async () => {
    const first = new ConfigurationDatabase(path)
    await first.saveUser(alice)
    await first.saveDevice({
      pin: '2100000A',
      name: 'alice',
      model: 'bold-9900',
      userId: 'alice',
      cipher: 'aes-256',
    })
    for (const generation of [1, 2, 3]) {
      await first.saveTransportKey({
        pin: '2100000A',
        generation,
        material: Buffer.alloc(32, generation),
        madeAt: 1,
      })
    }
    await first.saveSetting('service', '{}')
    first.close()
    const second = new ConfigurationDatabase(path)
    expect(await second.findUser('ALICE')).toEqual(alice)
    expect((await second.devices()).map(({ name }) => name)).toEqual(['alice'])
    expect((await second.transportKeys()).map(({ generation }) => generation)).toEqual([2, 3])
    expect(await second.setting('service')).toBe('{}')
    second.close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it("refuses another program's database and leaves it as it was", () => {
    const foreign = new Database(path)
    foreign.exec('create table precious (text); insert into precious values (1)')
    foreign.close()
    const before = digest()
    expect(() => new ConfigurationDatabase(path)).toThrow(/belongs to another program/)
    expect(digest()).toBe(before)
  })

  it('refuses a file that is no database, and a truncated one, and leaves them as they were', async () => {
    writeFileSync(path, 'dear diary, '.repeat(2_000))
    const diary = digest()
    expect(() => new ConfigurationDatabase(path)).toThrow(UnusableDatabase)
    expect(digest()).toBe(diary)
    rmSync(path)
    await fill()
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4_096) * 4_096)
    const cut = digest()
    expect(() => new ConfigurationDatabase(path)).toThrow(UnusableDatabase)
    expect(digest()).toBe(cut)
  })

  it('refuses a file of a newer Bramble', async () => {
    await fill()
    const raw = new Database(path)
    raw.exec('pragma user_version = 99')
    raw.close()
    expect(() => new ConfigurationDatabase(path)).toThrow(/newer Bramble/)
  })

  it('brings a file of an older Bramble up to date, with all that it holds', async () => {
    await fill()
    const raw = new Database(path)
    raw.exec('alter table directory_account drop column sip_address; pragma user_version = 1')
    raw.close()
    const database = new ConfigurationDatabase(path)
    expect(await database.users()).toContainEqual(alice)
    const account = {
      id: 'alice',
      ntHash: Buffer.alloc(16),
      state: 'enabled',
      sipAddress: 'sip:a@corp.example',
    }
    await database.saveDirectoryAccount(account)
    expect(await database.directoryAccounts()).toMatchObject([
      { id: 'alice', sipAddress: account.sipAddress },
    ])
    database.close()
    const again = new ConfigurationDatabase(path)
    expect(await again.directoryAccounts()).toMatchObject([{ id: 'alice', sipAddress: account.sipAddress }])
    again.close()
  })

  it("is one lab's at a time, and free again once that is over", async () => {
    const first = new ConfigurationDatabase(path)
    await first.saveUser(alice)
    expect(() => new ConfigurationDatabase(path)).toThrow(/in use by another Bramble/)
    first.close()
    const second = new ConfigurationDatabase(path)
    expect(await second.users()).toEqual([alice])
    second.close()
    expect(readdirSync(folder)).toEqual(['lab.sqlite'])
  })

  it('keeps its lock from a lab that had opened the lock file before the one that holds it let go', () => {
    const first = new ConfigurationDatabase(path)
    const early = new Database(`${path}-lock`)
    first.close()
    // As slow as can be: the file is nowhere any more.
    expect(() => early.exec('begin exclusive')).toThrow()
    const second = new ConfigurationDatabase(path)
    expect(() => new ConfigurationDatabase(path)).toThrow(/in use by another Bramble/)
    expect(statSync(`${path}-lock`).mode & 0o777).toBe(0o600)
    early.close()
    second.close()
  })

  it('refuses a file whose indexes or rows do not fit together, and leaves it as it was', async () => {
    await fill()
    const healthy = readFileSync(path)
    const raw = new Database(path)
    raw.exec(`pragma foreign_keys = off; insert into transport_key values ('2100000F', 1, x'00', 0)`)
    raw.close()
    const orphan = digest()
    expect(() => new ConfigurationDatabase(path)).toThrow(
      /is damaged \(a transport key belongs to no device\)/,
    )
    expect(digest()).toBe(orphan)
    writeFileSync(path, healthy)
    const index = new Database(path)
    index.exec('pragma writable_schema = on')
    const page = Object(
      index.prepare(`select rootpage from sqlite_schema where name like '%autoindex_setting%'`).get(),
    )
    index.close()
    const bytes = readFileSync(path)
    // One letter in the index: every page is still one.
    const start = (page.rootpage - 1) * 4_096
    const at = bytes.indexOf('setting', start)
    expect(at).toBeLessThan(start + 4_096)
    bytes.write('Z', at)
    writeFileSync(path, bytes)
    expect(() => new ConfigurationDatabase(path)).toThrow(/is damaged/)
  })

  it('is made anew where the first start was ended half way', () => {
    const raw = new Database(path)
    raw.exec('begin; create table user_account (id text)')
    // What the disk holds before the commit: nothing yet, or a journal that undoes it.
    raw.exec('rollback')
    raw.close()
    const database = new ConfigurationDatabase(path)
    database.close()
    expect(statSync(path).size).toBeGreaterThan(0)
  })

  it('says of a full disk what it is, in whatever it was to save', async () => {
    const database = new ConfigurationDatabase('memory')
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    const prepare = vi.spyOn(Database.prototype, 'prepare').mockImplementation(() => {
      throw full
    })
    try {
      await expect(database.saveUser(alice)).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining('the disk is full'),
        remedy: expect.stringContaining('Free some space'),
      })
    } finally {
      prepare.mockRestore()
    }
    await database.saveUser(alice)
    database.close()
  })

  it('names a place where no file can be', () => {
    const nowhere = join(folder, 'no', 'such', 'folder.sqlite')
    expect(() => new ConfigurationDatabase(nowhere)).toThrow(/there is no folder/)
    expect(() => new ConfigurationDatabase(folder)).toThrow(UnusableDatabase)
  })

  it('does all or nothing of what is done together', async () => {
    const database = new ConfigurationDatabase('memory')
    const work = database.together(async () => {
      await database.saveUser(alice)
      throw new Error('half way')
    })
    await expect(work).rejects.toThrow('half way')
    expect(await database.users()).toEqual([])
    database.close()
  })
})
