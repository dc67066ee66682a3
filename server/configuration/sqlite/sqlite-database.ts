import { Kysely, type SqliteDatabase, SqliteDialect, sql } from 'kysely'
import type Database from 'libsql'
import { ciphers, models } from '#contract'
import { systemFailure } from '../../base/index.ts'
import type { Device, DirectoryAccount, TransportKey, User } from '../records.ts'
import { openDatabaseFile } from './open-file.ts'
import { Changes } from './queued-changes.ts'
import type { Tables } from './tables.ts'

/**
 * The Configuration Database: who may use the collaboration client, which devices there are, copies of their transport
 * keys, and settings. SQLite in one file through Kysely.
 */
export class ConfigurationDatabase {
  readonly #db: Kysely<Tables>
  readonly #closeFile: () => void
  #isTogether = false

  /** @param location a path, or `memory` */
  constructor(location: string) {
    const file = openDatabaseFile(location)
    this.#closeFile = () => file.close()
    this.#db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: withFailures(file.database) }) })
  }

  async users(): Promise<User[]> {
    const rows = await this.#db.selectFrom('user_account').selectAll().orderBy('id').execute()
    return rows.map(toUser)
  }

  async findUser(id: string): Promise<User | undefined> {
    const row = await this.#db.selectFrom('user_account').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toUser(row)
  }

  saveUser(user: User): Promise<void> {
    return this.change((changes) => changes.saveUser(user))
  }

  removeUser(id: string): Promise<void> {
    return this.change((changes) => changes.removeUser(id))
  }

  /** In the order in which they were added. */
  async devices(): Promise<Device[]> {
    const rows = await this.#db.selectFrom('device').selectAll().orderBy('position').execute()
    return rows.map((row) => ({
      pin: row.pin,
      name: row.name,
      model: models.find((model) => model === row.model) ?? 'bold-9900',
      userId: row.user_id,
      cipher: ciphers.find((cipher) => cipher === row.cipher) ?? 'aes-256',
    }))
  }

  saveDevice(device: Device): Promise<void> {
    return this.change((changes) => changes.saveDevice(device))
  }

  removeDevice(pin: string): Promise<void> {
    return this.change((changes) => changes.removeDevice(pin))
  }

  /** All generations that are kept, oldest first. */
  async transportKeys(): Promise<TransportKey[]> {
    const rows = await this.#db
      .selectFrom('transport_key')
      .selectAll()
      .orderBy('pin')
      .orderBy('generation')
      .execute()
    return rows.map((row) => ({
      pin: row.pin,
      generation: row.generation,
      material: row.material,
      madeAt: row.made_at,
    }))
  }

  /** Keeps the key, and of the older ones only the generation right before it. */
  saveTransportKey(key: TransportKey): Promise<void> {
    return this.change((changes) => changes.saveTransportKey(key))
  }

  /** @returns the saved value (JSON text), or undefined */
  async setting(name: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.value
  }

  saveSetting(name: string, value: string): Promise<void> {
    return this.change((changes) => changes.saveSetting(name, value))
  }

  async directoryAccounts(): Promise<DirectoryAccount[]> {
    const rows = await this.#db.selectFrom('directory_account').selectAll().execute()
    return rows.map((row) => ({
      id: row.id,
      ntHash: row.nt_hash,
      state: row.state,
      sipAddress: row.sip_address,
    }))
  }

  saveDirectoryAccount(account: DirectoryAccount): Promise<void> {
    return this.change((changes) => changes.saveDirectoryAccount(account))
  }

  /** Makes all that `collect` asks for in one transaction: however the process ends, all of it is there or nothing. */
  async change(collect: (changes: Changes) => void): Promise<void> {
    const changes = new Changes(this.#db)
    collect(changes)
    const { queries } = changes
    if (this.#isTogether) {
      for (const query of queries) await this.#db.executeQuery(query.compile())
      return
    }
    // Nobody else has the connection until it is over.
    await this.#db.connection().execute((connection) =>
      inTransaction(connection, async () => {
        for (const query of queries) await connection.executeQuery(query.compile())
      }),
    )
  }

  /** Runs `work` as one transaction, for many changes at a start: whatever anybody changes meanwhile is part of it. */
  async together(work: () => Promise<void>): Promise<void> {
    this.#isTogether = true
    try {
      await inTransaction(this.#db, work)
    } finally {
      this.#isTogether = false
    }
  }

  close(): void {
    this.#closeFile()
  }
}

async function inTransaction(db: Kysely<Tables>, work: () => Promise<void>): Promise<void> {
  await sql`begin immediate`.execute(db)
  try {
    await work()
    await sql`commit`.execute(db)
  } catch (error) {
    // A full disk has SQLite end the transaction by itself, and then there is none to be ended.
    await sql`rollback`.execute(db).catch(() => {})
    throw error
  }
}

/** What the machine refuses, such as a full disk, becomes a failure with a way out, whoever asked. */
function withFailures(database: Database.Database): SqliteDatabase {
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (thrown) {
      throw systemFailure(thrown, 'the Configuration Database cannot be used') ?? thrown
    }
  }
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = attempt(() => database.prepare(text))
      return {
        reader: statement.reader,
        all: (parameters) => attempt(() => statement.all(parameters)),
        run: (parameters) => attempt(() => statement.run(parameters)),
        iterate: (parameters) => attempt(() => statement.iterate(parameters)),
      }
    },
  }
}

function toUser(row: Tables['user_account']): User {
  return { id: row.id, name: row.name, sipAddress: row.sip_address, mayUseClient: row.may_use_client === 1 }
}
