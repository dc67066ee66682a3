import { withScheme } from '#contract'
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
  /** The SIP address of the account in the directory; the Configuration Database keeps the one that it has. */
  sipAddress?: string | undefined
}

/**
 * The lab's people: users of the Configuration Database, and their accounts in the stand-in for Active Directory. The
 * original keeps the two apart too; only adding and removing a person writes both.
 */
export class People {
  readonly accounts: AccountSource
  /** Called when an account is disabled or removed, so that whoever is signed in with it is signed out. */
  onClosed: (sipAddress: string) => void = () => {}
  readonly #database: ConfigurationDatabase
  readonly #dns: string
  /** By user ID in lower case: Active Directory does not tell Alice from alice. */
  readonly #accounts = new Map<string, Account>()
  /** IDs in lower case by SIP address. One address can have several, since an administrator may enter it twice. */
  readonly #idsByAddress = new Map<string, Set<string>>()

  constructor(database: ConfigurationDatabase, dns: string) {
    this.#database = database
    this.#dns = dns
    this.accounts = {
      find: (userId) => this.#accounts.get(userId.toLowerCase()),
      all: () => this.#accounts.values(),
    }
  }

  /** Reads the accounts into memory, where the directory looks them up. */
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
   * Adds the users that are new, and changes those that exist.
   * @param written what a lab file says explicitly; nothing else of an existing user changes
   */
  async addOrChange(users: readonly RosterUser[], written: readonly UserChanges[]): Promise<void> {
    const changesById = new Map(written.map((changes) => [changes.id, changes]))
    for (const user of users) {
      const isKnown = (await this.#database.findUser(user.id)) !== undefined
      const changes = isKnown ? changesById.get(user.id) : user
      if (changes) await this.save(changes)
    }
  }

  /** Finds a user by what a person types: `alice`, `CORP\alice` or `alice@corp.example`. */
  find(typed: string): Promise<User | undefined> {
    return findUser(this.#database, typed)
  }

  async save(changes: UserChanges): Promise<User> {
    const planned = await this.plan(changes)
    await this.#database.change(planned.write)
    planned.saved()
    return planned.user
  }

  /** Prepares saving a user, for a transaction that saves more than that. */
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

  /** @returns the ID as it was saved: `alice`, also for ALICE */
  async remove(id: string): Promise<string> {
    const known = await this.#database.findUser(id)
    await this.#database.change((all) => all.removeUser(id))
    const account = this.#accounts.get(id.toLowerCase())
    if (account) this.#forgetAddress(account)
    this.#accounts.delete(id.toLowerCase())
    if (account) this.onClosed(account.sipAddress)
    return known?.id ?? id
  }

  /** The directory's accounts with a SIP address: more than one where it was entered twice. */
  accountsWith(sipAddress: string): Account[] {
    const ids = this.#idsByAddress.get(parseAddressOfRecord(sipAddress) ?? '') ?? []
    return [...ids].flatMap((id) => this.#accounts.get(id) ?? [])
  }

  /** Keeps an account, in the place of one with the same ID. */
  #put(account: Account): void {
    const id = account.id.toLowerCase()
    const before = this.#accounts.get(id)
    if (before) this.#forgetAddress(before)
    this.#accounts.set(id, account)
    const key = parseAddressOfRecord(account.sipAddress)
    if (key !== null) this.#idsByAddress.set(key, (this.#idsByAddress.get(key) ?? new Set()).add(id))
  }

  #forgetAddress({ id, sipAddress }: Account): void {
    const key = parseAddressOfRecord(sipAddress) ?? ''
    const ids = this.#idsByAddress.get(key)
    ids?.delete(id.toLowerCase())
    if (ids?.size === 0) this.#idsByAddress.delete(key)
  }

  sipAddressOf(id: string): string {
    return `sip:${id.toLowerCase()}@${this.#dns}`
  }

  /** @param party a SIP address, with or without its scheme, or a user ID of this lab */
  addressOf(party: string): string {
    if (/^sips?:|@/i.test(party)) return withScheme(party)
    const id = party.split('\\').at(-1) ?? party
    return this.#accounts.get(id.toLowerCase())?.sipAddress ?? this.sipAddressOf(id)
  }

  isEnabled(id: string): boolean {
    return this.#accounts.get(id.toLowerCase())?.state !== 'disabled'
  }
}

/** Finds a user by what a person types: `alice`, `CORP\\alice` or `alice@corp.example`. */
export function findUser(
  database: Pick<ConfigurationReader, 'findUser'>,
  typed: string,
): Promise<User | undefined> {
  const [name = ''] = (typed.split('\\').at(-1) ?? '').split('@')
  return database.findUser(name.trim())
}

/** A user that is to be saved: what goes into the database, and what is known once it is there. */
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
    ntHash: password === undefined && known ? known.ntHash : ntHash(password ?? defaultPassword),
    sipAddress: sipAddress ?? known?.sipAddress ?? user.sipAddress,
    state: stateAfter(known?.state ?? 'enabled', isEnabled),
  }
}

/** Enabling an account undoes disabling it, and nothing else: one that is locked stays so. */
function stateAfter(state: Account['state'], isEnabled: boolean | undefined): Account['state'] {
  if (isEnabled === undefined) return state
  if (!isEnabled) return 'disabled'
  return state === 'disabled' ? 'enabled' : state
}
