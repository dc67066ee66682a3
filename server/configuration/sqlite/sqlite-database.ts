import { type CompiledQuery, Kysely, SqliteDialect, type SqliteDatabase as SqliteDriver, sql } from 'kysely'
import type Database from 'libsql'
import { ciphers, models } from '#contract'
import { BoundedMap, systemFailure } from '../../base/index.ts'
import type { Clock } from '../../clock/index.ts'
import type { Changes, ConfigurationDatabase } from '../configuration-database.ts'
import { holdingDialect } from '../holding-dialect.ts'
import type { Device, DirectoryAccount, TransportKey, User } from '../records.ts'
import { type OpenFile, openDatabaseFile } from './open-file.ts'
import { QueuedChanges } from './queued-changes.ts'
import type { Tables } from './tables.ts'

/** The Configuration Database in one file of SQLite, through Kysely. */
export class SqliteDatabase implements ConfigurationDatabase {
  readonly #db: Kysely<Tables>
  /** The query of every login, compiled once; its parameter is the ID. */
  readonly #userById: CompiledQuery
  readonly #closeFile: () => void
  /** Whether the database is in memory, where nobody else changes it. */
  readonly #isOwn: boolean
  #isTogether = false
  /** All users of an own database as they were read last. An expectation reads them at each event of lab time. */
  #users: readonly User[] | null = null
  #changes = 0

  private constructor(file: OpenFile, isOwn: boolean, clock: Clock) {
    this.#isOwn = isOwn
    this.#closeFile = () => file.close()
    const dialect = new SqliteDialect({ database: withFailures(file.database) })
    this.#db = new Kysely<Tables>({ dialect: holdingDialect(dialect, clock) })
    this.#userById = this.#db.selectFrom('user_account').selectAll().where('id', '=', '').compile()
  }

  /** @param location a path, or `memory` @throws {Failure} where it cannot be used */
  static async open(location: string, clock: Clock): Promise<SqliteDatabase> {
    return new SqliteDatabase(await openDatabaseFile(location), location === 'memory', clock)
  }

  async users(): Promise<readonly User[]> {
    if (this.#users !== null) return this.#users
    const changes = this.#changes
    const rows = await this.#db.selectFrom('user_account').selectAll().orderBy('id').execute()
    const users = rows.map(toUser)
    // What changed meanwhile may be missing.
    if (this.#isOwn && changes === this.#changes) this.#users = users
    return users
  }

  #forgetUsers(): void {
    this.#users = null
    this.#changes += 1
  }

  async findUser(id: string): Promise<User | undefined> {
    const query = { ...this.#userById, parameters: [id] }
    const { rows } = await this.#db.executeQuery<Tables['user_account']>(query)
    return rows[0] && toUser(rows[0])
  }

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
      material: new Uint8Array(row.material),
      madeAt: row.made_at,
    }))
  }

  async setting(name: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.value
  }

  async directoryAccounts(): Promise<DirectoryAccount[]> {
    const rows = await this.#db.selectFrom('directory_account').selectAll().execute()
    return rows.map((row) => ({
      id: row.id,
      ntHash: new Uint8Array(row.nt_hash),
      state: row.state,
      sipAddress: row.sip_address,
    }))
  }

  async change(collect: (changes: Changes) => void): Promise<void> {
    this.#forgetUsers()
    try {
      await this.#change(collect)
    } finally {
      this.#forgetUsers()
    }
  }

  async #change(collect: (changes: Changes) => void): Promise<void> {
    const changes = new QueuedChanges(this.#db)
    collect(changes)
    const { queries } = changes
    if (this.#isTogether) {
      for (const query of queries) await this.#db.executeQuery(query.compile())
      return
    }
    // No other query uses the connection until the transaction has ended.
    await this.#db.connection().execute((connection) =>
      inTransaction(connection, async () => {
        for (const query of queries) await connection.executeQuery(query.compile())
      }),
    )
  }

  async together(work: () => Promise<void>): Promise<void> {
    this.#isTogether = true
    try {
      await inTransaction(this.#db, work)
    } finally {
      this.#isTogether = false
      // A transaction that failed takes back what was read within it.
      this.#forgetUsers()
    }
  }

  async close(): Promise<void> {
    this.#closeFile()
  }
}

async function inTransaction(db: Kysely<Tables>, work: () => Promise<void>): Promise<void> {
  await sql`begin immediate`.execute(db)
  try {
    await work()
    await sql`commit`.execute(db)
  } catch (error) {
    // On a full disk SQLite ends the transaction by itself, so there is nothing to roll back.
    await sql`rollback`.execute(db).catch(() => {})
    throw error
  }
}

/** Maximum number of prepared statements that are kept. The queries above have about twenty texts. */
const mostStatements = 100

/**
 * Converts errors of the operating system, such as a full disk, to failures with a remedy. Prepares each text once: libsql never
 * frees a statement, so one prepared for each query would leak about 7 kB.
 */
function withFailures(database: Database.Database): SqliteDriver {
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (thrown) {
      throw systemFailure(thrown, 'the Configuration Database cannot be used') ?? thrown
    }
  }
  const statements = new BoundedMap<string, ReturnType<SqliteDriver['prepare']>>(mostStatements)
  return {
    close: () => database.close(),
    prepare(text) {
      const known = statements.get(text)
      if (known) return known
      const statement = attempt(() => database.prepare(text))
      const prepared: ReturnType<SqliteDriver['prepare']> = {
        reader: statement.reader,
        all: (parameters) => attempt(() => statement.all(parameters)),
        run: (parameters) => attempt(() => statement.run(parameters)),
        iterate: (parameters) => attempt(() => statement.iterate(parameters)),
      }
      statements.set(text, prepared)
      return prepared
    },
  }
}

function toUser(row: Tables['user_account']): User {
  return { id: row.id, name: row.name, sipAddress: row.sip_address, mayUseClient: row.may_use_client === 1 }
}
