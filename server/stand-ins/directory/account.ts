/** The state of an account; any state but `enabled` refuses even the right password. */
export const accountStates = [
  'enabled',
  'disabled',
  'locked',
  'account-expired',
  'password-expired',
  'must-change-password',
] as const
export type AccountState = (typeof accountStates)[number]

/** A user of the domain, as the stand-in knows one. */
export interface Account {
  /** The sAMAccountName, such as `alice`. */
  id: string
  /** The display name. */
  name: string
  /** See `ntHash`: the directory never needs the password itself. */
  ntHash: Uint8Array
  /** With its scheme: `sip:alice@corp.example`. Empty if the user has none. */
  sipAddress: string
  state: AccountState
}

/** The stand-in looks up its accounts here. */
export interface AccountSource {
  /** @param userId compared as Active Directory compares it: case does not matter */
  find(userId: string): Account | undefined
  /** Every account, for searches that name none, such as `(objectClass=user)`. */
  all(): Iterable<Account>
}
