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
import { createVirtualClock } from '../../clock/index.ts'
import { openConfigurationDatabase } from '../open-configuration-database.ts'
import { UnusableDatabase } from './open-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-database-'))
  path = join(folder, 'lab.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const alice = { id: 'alice', name: 'Alice', sipAddress: 'sip:alice@corp.example', mayUseClient: true }
const digest = () => createHash('sha256').update(readFileSync(path)).digest('hex')

const open = (location: string) => openConfigurationDatabase(location, createVirtualClock())

async function fill(): Promise<void> {
  const database = await open(path)
  await database.change((all) => all.saveUser(alice))
  for (let number = 0; number < 200; number += 1) {
    await database.change((all) => all.saveSetting(`setting ${number}`, 'x'.repeat(200)))
  }
  database.close()
}

describe('the Configuration Database', () => {
  it('keeps users, devices, transport keys and settings in a file that only its owner can read', async () => {
    const first = await open(path)
    await first.change((all) => all.saveUser(alice))
    await first.change((all) =>
      all.saveDevice({
        pin: '2100000A',
        name: 'alice',
        model: 'bold-9900',
        userId: 'alice',
        cipher: 'aes-256',
      }),
    )
    for (const generation of [1, 2, 3]) {
      await first.change((all) =>
        all.saveTransportKey({
          pin: '2100000A',
          generation,
          material: Buffer.alloc(32, generation),
          madeAt: 1,
        }),
      )
    }
    await first.change((all) => all.saveSetting('service', '{}'))
    first.close()
    const second = await open(path)
    expect(await second.findUser('ALICE')).toEqual(alice)
    expect((await second.devices()).map(({ name }) => name)).toEqual(['alice'])
    expect(await second.transportKeys()).toMatchObject([
      { generation: 2, material: new Uint8Array(32).fill(2) },
      { generation: 3, material: new Uint8Array(32).fill(3) },
    ])
    expect(await second.setting('service')).toBe('{}')
    second.close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('refuses the database of another program, and does not change it', async () => {
    const foreign = new Database(path)
    foreign.exec('create table precious (text); insert into precious values (1)')
    foreign.close()
    const before = digest()
    await expect(open(path)).rejects.toThrow(/belongs to another program/)
    expect(digest()).toBe(before)
  })

  it('refuses a file that is no database and one that is truncated, and does not change them', async () => {
    writeFileSync(path, 'dear diary, '.repeat(2_000))
    const diary = digest()
    await expect(open(path)).rejects.toThrow(UnusableDatabase)
    expect(digest()).toBe(diary)
    rmSync(path)
    await fill()
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4_096) * 4_096)
    const cut = digest()
    await expect(open(path)).rejects.toThrow(UnusableDatabase)
    expect(digest()).toBe(cut)
  })

  it('refuses the database of a newer version of Bramble', async () => {
    await fill()
    const raw = new Database(path)
    raw.exec('pragma user_version = 99')
    raw.close()
    await expect(open(path)).rejects.toThrow(/newer Bramble/)
  })

  it('belongs to one lab at a time, and is free again when that lab has ended', async () => {
    const first = await open(path)
    await first.change((all) => all.saveUser(alice))
    await expect(open(path)).rejects.toThrow(/in use by another Bramble/)
    first.close()
    const second = await open(path)
    expect(await second.users()).toEqual([alice])
    second.close()
    expect(readdirSync(folder)).toEqual(['lab.sqlite'])
  })

  it('stays locked against a lab that opened the lock file before the previous holder released it', async () => {
    const first = await open(path)
    const early = new Database(`${path}-lock`)
    first.close()
    // The slowest case: the file has been deleted already.
    expect(() => early.exec('begin exclusive')).toThrow()
    const second = await open(path)
    await expect(open(path)).rejects.toThrow(/in use by another Bramble/)
    expect(statSync(`${path}-lock`).mode & 0o777).toBe(0o600)
    early.close()
    second.close()
  })

  it('refuses a file whose indexes and rows disagree, and does not change it', async () => {
    await fill()
    const healthy = readFileSync(path)
    const raw = new Database(path)
    raw.exec(`pragma foreign_keys = off; insert into transport_key values ('2100000F', 1, x'00', 0)`)
    raw.close()
    const orphan = digest()
    await expect(open(path)).rejects.toThrow(/is damaged \(a transport key belongs to no device\)/)
    expect(digest()).toBe(orphan)
    writeFileSync(path, healthy)
    const index = new Database(path)
    index.exec('pragma writable_schema = on')
    const page = Object(
      index.prepare(`select rootpage from sqlite_schema where name like '%autoindex_setting%'`).get(),
    )
    index.close()
    const bytes = readFileSync(path)
    // Change one letter in the index, so that every page is still valid.
    const start = (page.rootpage - 1) * 4_096
    const at = bytes.indexOf('setting', start)
    expect(at).toBeLessThan(start + 4_096)
    bytes.write('Z', at)
    writeFileSync(path, bytes)
    await expect(open(path)).rejects.toThrow(/is damaged/)
  })

  it('is created again when the first start was interrupted', async () => {
    const raw = new Database(path)
    raw.exec('begin; create table user_account (id text)')
    // The state of the disk before the commit: empty, or with a journal that undoes the changes.
    raw.exec('rollback')
    raw.close()
    const database = await open(path)
    database.close()
    expect(statSync(path).size).toBeGreaterThan(0)
  })

  it('reports a full disk, whichever write meets it', async () => {
    const database = await open('memory')
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    const prepare = vi.spyOn(Database.prototype, 'prepare').mockImplementation(() => {
      throw full
    })
    try {
      await expect(database.change((all) => all.saveUser(alice))).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining('the disk is full'),
        remedy: expect.stringContaining('Free some space'),
      })
    } finally {
      prepare.mockRestore()
    }
    await database.change((all) => all.saveUser(alice))
    database.close()
  })

  it('fails with the path of a place where no file can be', async () => {
    const nowhere = join(folder, 'no', 'such', 'folder.sqlite')
    await expect(open(nowhere)).rejects.toThrow(/there is no folder/)
    await expect(open(folder)).rejects.toThrow(UnusableDatabase)
  })

  it('prepares each statement once, since libsql never frees one', async () => {
    const database = await open('memory')
    const saveAndFind = async (number: number) => {
      await database.change((all) =>
        all.saveUser({ ...alice, id: `u${number}`, sipAddress: `sip:${number}@a` }),
      )
      await database.findUser(`u${number}`)
    }
    await saveAndFind(0)
    const prepare = vi.spyOn(Database.prototype, 'prepare')
    try {
      for (let number = 1; number <= 100; number += 1) await saveAndFind(number)
      expect(prepare).not.toHaveBeenCalled()
    } finally {
      prepare.mockRestore()
    }
    expect(await database.users()).toHaveLength(101)
    database.close()
  })

  it('reads the users of a database in memory once, until they are changed', async () => {
    const database = await open('memory')
    await database.change((all) => all.saveUser(alice))
    expect(await database.users()).toEqual([alice])
    expect(await database.users()).toBe(await database.users())
    const change = database.change((all) => all.saveUser({ ...alice, name: 'Alice B.' }))
    const meanwhile = database.users()
    await change
    await meanwhile
    expect(await database.users()).toEqual([{ ...alice, name: 'Alice B.' }])
    const work = database.together(async () => {
      await database.change((all) => all.removeUser('alice'))
      expect(await database.users()).toEqual([])
      throw new Error('half way')
    })
    await expect(work).rejects.toThrow('half way')
    expect(await database.users()).toEqual([{ ...alice, name: 'Alice B.' }])
    database.close()
  })

  it('reads the users of a file again, which another program may have changed', async () => {
    const database = await open(path)
    await database.change((all) => all.saveUser(alice))
    expect(await database.users()).toEqual([alice])
    const other = new Database(path)
    other.exec("update user_account set name = 'Alice B.'")
    other.close()
    expect(await database.users()).toEqual([{ ...alice, name: 'Alice B.' }])
    database.close()
  })

  it('applies all changes of a transaction or none', async () => {
    const database = await open('memory')
    const work = database.together(async () => {
      await database.change((all) => all.saveUser(alice))
      throw new Error('half way')
    })
    await expect(work).rejects.toThrow('half way')
    expect(await database.users()).toEqual([])
    database.close()
  })
})

/** The tables of version 2 of Bramble, which did not record migrations; in version 1, accounts had no address. */
function makeFileOf(version: 1 | 2): void {
  const raw = new Database(path)
  raw.exec(`
    create table user_account (id text primary key collate nocase, name text not null,
      sip_address text not null unique, may_use_client integer not null) strict;
    create table device (position integer primary key autoincrement, pin text not null unique,
      name text not null unique, model text not null, user_id text not null, cipher text not null) strict;
    create table transport_key (pin text not null references device (pin) on delete cascade,
      generation integer not null, material blob not null, made_at integer not null,
      primary key (pin, generation)) strict;
    create table setting (name text primary key, value text not null) strict;
    create table directory_account (id text primary key collate nocase, nt_hash blob not null, state text not null
      ${version === 2 ? ', sip_address text' : ''}) strict;
    pragma application_id = ${0x42524d42};
    pragma user_version = ${version};
    insert into user_account values ('alice', 'Alice', 'sip:alice@corp.example', 1);
    insert into directory_account (id, nt_hash, state) values ('alice', x'00', 'locked');
    insert into device (pin, name, model, user_id, cipher)
      values ('2100000A', 'alice', 'bold-9900', 'alice', 'aes-256');
    insert into transport_key values ('2100000A', 1, x'01', 7);
    insert into setting values ('service', '{}');`)
  raw.close()
}

describe('the database of an older version of Bramble', () => {
  const account = {
    id: 'alice',
    ntHash: Buffer.alloc(16),
    state: 'enabled',
    sipAddress: 'sip:a@corp.example',
  }

  it.each([1, 2] as const)(
    'opens with its whole content at schema version %i, and can store everything of today',
    async (version) => {
      makeFileOf(version)
      const database = await open(path)
      expect(await database.users()).toEqual([alice])
      expect(await database.directoryAccounts()).toMatchObject([{ state: 'locked', sipAddress: null }])
      expect(await database.devices()).toMatchObject([{ name: 'alice' }])
      expect(await database.transportKeys()).toMatchObject([{ generation: 1, madeAt: 7 }])
      expect(await database.setting('service')).toBe('{}')
      await database.change((all) => all.saveDirectoryAccount(account))
      await database.close()
      const again = await open(path)
      expect(await again.directoryAccounts()).toMatchObject([
        { sipAddress: account.sipAddress, ntHash: new Uint8Array(16) },
      ])
      await again.close()
    },
  )

  it('is not changed when it is up to date', async () => {
    makeFileOf(2)
    const before = digest()
    await (await open(path)).close()
    expect(digest()).toBe(before)
  })

  it('keeps its old state when the migration was interrupted', async () => {
    makeFileOf(1)
    const raw = new Database(path)
    // The migration fails because this column exists already.
    raw.exec('alter table directory_account add column sip_address text')
    raw.close()
    const before = digest()
    await expect(open(path)).rejects.toThrow('cannot be used as the Configuration Database')
    expect(digest()).toBe(before)
    expect(readdirSync(folder)).toEqual(['lab.sqlite'])
  })
})
