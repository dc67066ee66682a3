import type { Compilable, Kysely } from 'kysely'
import type { Changes } from '../configuration-database.ts'
import type { Device, DirectoryAccount, TransportKey, User } from '../records.ts'
import type { Tables } from './tables.ts'

/** Collects the changes of one transaction as queries. */
export class QueuedChanges implements Changes {
  readonly queries: Compilable[] = []
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  saveUser(user: User): void {
    const row = {
      id: user.id,
      name: user.name,
      sip_address: user.sipAddress,
      may_use_client: user.mayUseClient ? 1 : 0,
    }
    this.#add(
      this.#db
        .insertInto('user_account')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
    )
  }

  removeUser(id: string): void {
    this.#add(this.#db.deleteFrom('user_account').where('id', '=', id))
    this.removeDirectoryAccount(id)
  }

  saveDirectoryAccount(account: DirectoryAccount): void {
    const row = {
      id: account.id,
      nt_hash: Buffer.from(account.ntHash),
      state: account.state,
      sip_address: account.sipAddress,
    }
    this.#add(
      this.#db
        .insertInto('directory_account')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
    )
  }

  removeDirectoryAccount(id: string): void {
    this.#add(this.#db.deleteFrom('directory_account').where('id', '=', id))
  }

  saveDevice(device: Device): void {
    const row = {
      pin: device.pin,
      name: device.name,
      model: device.model,
      user_id: device.userId,
      cipher: device.cipher,
    }
    this.#add(
      this.#db
        .insertInto('device')
        .values(row)
        .onConflict((conflict) => conflict.column('pin').doUpdateSet(row)),
    )
  }

  removeDevice(pin: string): void {
    this.#add(this.#db.deleteFrom('transport_key').where('pin', '=', pin))
    this.#add(this.#db.deleteFrom('device').where('pin', '=', pin))
  }

  saveTransportKey(key: TransportKey): void {
    this.#add(
      this.#db.insertInto('transport_key').values({
        pin: key.pin,
        generation: key.generation,
        material: Buffer.from(key.material),
        made_at: Math.round(key.madeAt),
      }),
    )
    this.#add(
      this.#db
        .deleteFrom('transport_key')
        .where('pin', '=', key.pin)
        .where('generation', '<', key.generation - 1),
    )
  }

  saveSetting(name: string, value: string): void {
    this.#add(
      this.#db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
    )
  }

  #add(query: Compilable): void {
    this.queries.push(query)
  }
}
