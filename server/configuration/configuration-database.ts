import { Kysely, SqliteDialect, sql } from 'kysely'
import { type Cipher, ciphers, type Model, models } from '../lab/vocabulary.ts'
import { openDatabaseFile } from './open-file.ts'
import type { Tables } from './tables.ts'

export interface User {
  id: string
  name: string
  /** Such as `sip:alice@corp.example`. */
  sipAddress: string
  mayUseClient: boolean
}

export interface Device {
  /** Eight hexadecimal digits, upper case. */
  pin: string
  name: string
  model: Model
  /** The user to whom it was issued. */
  userId: string
  cipher: Cipher
}

/** One generation of a device transport key. */
export interface TransportKey {
  pin: string
  generation: number
  material: Uint8Array
  /** Lab time. */
  madeAt: number
}

/** An account of the stand-in directory. */
export interface DirectoryAccount {
  id: string
  ntHash: Uint8Array
  state: string
  /** Null: that of the user. */
  sipAddress: string | null
}

/**
 * The Configuration Database: who may use the collaboration client, which devices there are, copies of their transport
 * keys, and settings. SQLite in one file through Kysely.
 */
export class ConfigurationDatabase {
  readonly #db: Kysely<Tables>
  readonly #closeFile: () => void

  /** @param location a path, or `memory` */
  constructor(location: string) {
    const file = openDatabaseFile(location)
    this.#closeFile = () => file.close()
    this.#db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file.database }) })
  }

  async users(): Promise<User[]> {
    const rows = await this.#db.selectFrom('user_account').selectAll().orderBy('id').execute()
    return rows.map(toUser)
  }

  async findUser(id: string): Promise<User | undefined> {
    const row = await this.#db.selectFrom('user_account').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toUser(row)
  }

  async saveUser(user: User): Promise<void> {
    const row = {
      id: user.id,
      name: user.name,
      sip_address: user.sipAddress,
      may_use_client: user.mayUseClient ? 1 : 0,
    }
    await this.#db
      .insertInto('user_account')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
  }

  async removeUser(id: string): Promise<void> {
    await this.#db.deleteFrom('user_account').where('id', '=', id).execute()
    await this.#db.deleteFrom('directory_account').where('id', '=', id).execute()
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

  async saveDevice(device: Device): Promise<void> {
    const row = {
      pin: device.pin,
      name: device.name,
      model: device.model,
      user_id: device.userId,
      cipher: device.cipher,
    }
    await this.#db
      .insertInto('device')
      .values(row)
      .onConflict((conflict) => conflict.column('pin').doUpdateSet(row))
      .execute()
  }

  async removeDevice(pin: string): Promise<void> {
    await this.#db.deleteFrom('transport_key').where('pin', '=', pin).execute()
    await this.#db.deleteFrom('device').where('pin', '=', pin).execute()
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
  async saveTransportKey(key: TransportKey): Promise<void> {
    await this.#db
      .insertInto('transport_key')
      .values({
        pin: key.pin,
        generation: key.generation,
        material: Buffer.from(key.material),
        made_at: Math.round(key.madeAt),
      })
      .execute()
    await this.#db
      .deleteFrom('transport_key')
      .where('pin', '=', key.pin)
      .where('generation', '<', key.generation - 1)
      .execute()
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

  async saveSetting(name: string, value: string): Promise<void> {
    await this.#db
      .insertInto('setting')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute()
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

  async saveDirectoryAccount(account: DirectoryAccount): Promise<void> {
    const row = {
      id: account.id,
      nt_hash: Buffer.from(account.ntHash),
      state: account.state,
      sip_address: account.sipAddress,
    }
    await this.#db
      .insertInto('directory_account')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
  }

  /** Runs `work` as one transaction on the file: for many changes at once, such as a fleet. */
  async together(work: () => Promise<void>): Promise<void> {
    await this.#run('begin')
    try {
      await work()
      await this.#run('commit')
    } catch (error) {
      await this.#run('rollback')
      throw error
    }
  }

  close(): void {
    this.#closeFile()
  }

  async #run(statement: 'begin' | 'commit' | 'rollback'): Promise<void> {
    await sql.raw(statement).execute(this.#db)
  }
}

function toUser(row: Tables['user_account']): User {
  return { id: row.id, name: row.name, sipAddress: row.sip_address, mayUseClient: row.may_use_client === 1 }
}
