import { withScheme } from '#contract'
import { Multimap } from '../base/index.ts'
import type { Changes, ConfigurationDatabase, ConfigurationReader, User } from '../configuration/index.ts'
import type { RosterUser } from '../files/index.ts'
import { defaultPassword } from '../files/index.ts'
import { ntHash } from '../protocols/ntlm/index.ts'
import { parseAddressOfRecord } from '../protocols/sip/index.ts'
import { type Account, type AccountSource, accountStates } from '../stand-ins/directory/index.ts'

export interface UserChanges {
  id: string
  name?: string | undefined
  password?: string | undefined
  mayUseClient?: boolean | undefined
  isEnabled?: boolean | undefined
  /** The SIP address of the account in the directory. That in the Configuration Database does not change. */
  sipAddress?: string | undefined
}

/**
 * The users of the Configuration Database and their accounts in the stand-in for Active Directory. As in the original the two are
 * separate; only adding and removing a person writes both.
 */
export class People {
  readonly accounts: AccountSource
  /** Called when an account is disabled or removed, so that its sessions can be ended. */
  onClosed: (sipAddress: string) => void = () => {}
  readonly #database: ConfigurationDatabase
  readonly #dns: string
  /** Accounts by user ID in lower case, since Active Directory ignores case. */
  readonly #accounts = new Map<string, Account>()
  /** User IDs in lower case by SIP address. Several users can have the same address, since an administrator may enter it twice. */
  readonly #idsByAddress = new Multimap<string, string>()

  constructor(database: ConfigurationDatabase, dns: string) {
    this.#database = database
    this.#dns = dns
    this.accounts = {
      find: (userId) => this.#accounts.get(userId.toLowerCase()),
      all: () => this.#accounts.values(),
    }
  }

  /** Loads the accounts into memory, from which the directory serves them. */
  async load(): Promise<void> {
    const users = new Map((await this.#database.users()).map((user) => [user.id.toLowerCase(), user]))
    for (const { id, ntHash: hash, sipAddress, state } of await this.#database.directoryAccounts()) {
      const user = users.get(id.toLowerCase())
      this.#put({
        id,
        name: user?.name ?? id,
        ntHash: hash,
        sipAddress: sipAddress ?? user?.sipAddress ?? this.sipAddressOf(id),
        state: accountStates.find((known) => known === state) ?? 'enabled',
      })
    }
  }

  /**
   * Adds new users and changes existing ones.
   * @param written the explicit properties in the lab file, the only ones of an existing user that change
   */
  async addOrChange(users: readonly RosterUser[], written: readonly UserChanges[]): Promise<void> {
    const changesById = new Map(written.map((changes) => [changes.id, changes]))
    for (const user of users) {
      const isKnown = (await this.#database.findUser(user.id)) !== undefined
      const changes = isKnown ? changesById.get(user.id) : user
      if (changes) await this.save(changes)
    }
  }

  /** Finds a user by a typed name: `alice`, `CORP\alice` or `alice@corp.example`. */
  find(typed: string): Promise<User | undefined> {
    return findUser(this.#database, typed)
  }

  async save(changes: UserChanges): Promise<User> {
    const planned = await this.plan(changes)
    await this.#database.change(planned.write)
    planned.saved()
    return planned.user
  }

  /** Prepares to save a user in a transaction that also saves other data. */
  async plan(changes: UserChanges): Promise<PlannedUser> {
    const known = await this.#database.findUser(changes.id)
    const id = known?.id ?? changes.id
    const user = {
      id,
      name: changes.name ?? known?.name ?? id,
      sipAddress: known?.sipAddress ?? this.sipAddressOf(id),
      mayUseClient: changes.mayUseClient ?? known?.mayUseClient ?? true,
    }
    const before = this.#accounts.get(id.toLowerCase())
    const account = accountAfter(before, user, changes)
    const ownAddress = account.sipAddress === user.sipAddress ? null : account.sipAddress
    return {
      user,
      write: (all) => {
        all.saveUser(user)
        all.saveDirectoryAccount({ ...account, sipAddress: ownAddress })
      },
      saved: () => {
        this.#put(account)
        if (account.state === 'disabled' && before?.state !== 'disabled') this.onClosed(account.sipAddress)
      },
    }
  }

  /** Removes a user. @returns the saved spelling of the ID, such as `alice` for `ALICE` */
  async remove(id: string): Promise<string> {
    const known = await this.#database.findUser(id)
    await this.#database.change((all) => all.removeUser(id))
    const account = this.#accounts.get(id.toLowerCase())
    if (account) this.#forgetAddress(account)
    this.#accounts.delete(id.toLowerCase())
    if (account) this.onClosed(account.sipAddress)
    return known?.id ?? id
  }

  /** The accounts of the directory with a SIP address. There is more than one if the address was entered twice. */
  accountsWith(sipAddress: string): Account[] {
    const ids = this.#idsByAddress.get(parseAddressOfRecord(sipAddress) ?? '')
    return ids.flatMap((id) => this.#accounts.get(id) ?? [])
  }

  /** Adds an account, or replaces the one with the same ID. */
  #put(account: Account): void {
    const id = account.id.toLowerCase()
    const before = this.#accounts.get(id)
    if (before) this.#forgetAddress(before)
    this.#accounts.set(id, account)
    const key = parseAddressOfRecord(account.sipAddress)
    if (key !== null) this.#idsByAddress.add(key, id)
  }

  #forgetAddress({ id, sipAddress }: Account): void {
    this.#idsByAddress.delete(parseAddressOfRecord(sipAddress) ?? '', id.toLowerCase())
  }

  sipAddressOf(id: string): string {
    return `sip:${id.toLowerCase()}@${this.#dns}`
  }

  /** Converts to a SIP address. @param party a SIP address, with or without its scheme, or a user ID of this lab */
  addressOf(party: string): string {
    if (/^sips?:|@/i.test(party)) return withScheme(party)
    const id = party.split('\\').at(-1) ?? party
    return this.#accounts.get(id.toLowerCase())?.sipAddress ?? this.sipAddressOf(id)
  }

  isEnabled(id: string): boolean {
    return this.#accounts.get(id.toLowerCase())?.state !== 'disabled'
  }
}

/** Finds a user by a typed name: `alice`, `CORP\\alice` or `alice@corp.example`. */
export function findUser(
  database: Pick<ConfigurationReader, 'findUser'>,
  typed: string,
): Promise<User | undefined> {
  const [name = ''] = (typed.split('\\').at(-1) ?? '').split('@')
  return database.findUser(name.trim())
}

/** A user to be saved: the changes to the database, and the changes in memory after the transaction. */
export interface PlannedUser {
  user: User
  write(changes: Changes): void
  saved(): void
}

function accountAfter(
  known: Account | undefined,
  user: User,
  { isEnabled, password, sipAddress }: UserChanges,
): Account {
  return {
    id: user.id,
    name: user.name,
    ntHash: password === undefined && known ? known.ntHash : passwordHash(password ?? defaultPassword),
    sipAddress: sipAddress ?? known?.sipAddress ?? user.sipAddress,
    state: stateAfter(known?.state ?? 'enabled', isEnabled),
  }
}

/** Most accounts of a lab have the default password. They share its hash, since a buffer takes 300 bytes. */
export const defaultNtHash = ntHash(defaultPassword)

function passwordHash(password: string): Uint8Array {
  return password === defaultPassword ? defaultNtHash : ntHash(password)
}

/** The state of an account after it was enabled or disabled. Enabling does not unlock a locked account. */
function stateAfter(state: Account['state'], isEnabled: boolean | undefined): Account['state'] {
  if (isEnabled === undefined) return state
  if (!isEnabled) return 'disabled'
  return state === 'disabled' ? 'enabled' : state
}
