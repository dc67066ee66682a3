import { withoutScheme } from '#contract'
import type { Account } from './account.ts'
import { escapeValue, foldText } from './distinguished-name.ts'
import type { Domain } from './domain.ts'
import { Attributes, type Entry } from './entry.ts'
import { domainUsersRid, guidBytes, sidBytes, userRid } from './identifiers.ts'
import { classChain } from './schema.ts'
import { foundedAt, foundedAtFileTime, neverFileTime } from './times.ts'

/** userAccountControl ([MS-ADTS] 2.2.16) and its computed sibling. */
const normalAccount = 0x200
const accountDisabled = 0x2
const lockout = 0x10
const passwordExpired = 0x80_0000
/** SAM_USER_OBJECT ([MS-SAMR] 2.2.1.9). */
const samUserObject = '805306368'
const classes = classChain('user')

interface User {
  domain: Domain
  account: Account
  entry: Entry
}

/** An account as Active Directory shows a user who is enabled for Office Communications Server, and has a mailbox. */
export function userEntry(domain: Domain, account: Account): Entry {
  const entry: Entry = {
    dn: `CN=${escapeValue(account.id)},${domain.users.dn}`,
    key: `cn=${escapeValue(foldText(account.id))},${domain.users.key}`,
    attributes: attributes.names,
    values: (attribute) => attributes.values(attribute, user),
  }
  const user = { domain, account, entry }
  return entry
}

const attributes = new Attributes<User>([
  ['objectClass', () => classes],
  ['cn', ({ account }) => [account.id]],
  ['sn', ({ account }) => [wordsOf(account.name).last]],
  ['givenName', ({ account }) => [wordsOf(account.name).first]],
  ['distinguishedName', ({ entry }) => [entry]],
  ['instanceType', () => ['4']],
  ['whenCreated', () => [foundedAt]],
  ['whenChanged', () => [foundedAt]],
  ['displayName', ({ account }) => [account.name]],
  ['uSNCreated', ({ account }) => [String(userRid(account.id))]],
  ['memberOf', ({ domain }) => [domain.labGroup]],
  ['uSNChanged', ({ account }) => [String(userRid(account.id))]],
  ['proxyAddresses', ({ domain, account }) => proxyAddresses(domain, account)],
  ['name', ({ account }) => [account.id]],
  ['objectGUID', ({ domain, account }) => [guidBytes(domain.names.dnsDomain, `user ${account.id}`)]],
  ['userAccountControl', ({ account }) => [String(userAccountControl(account))]],
  ['badPwdCount', () => ['0']],
  ['codePage', () => ['0']],
  ['countryCode', () => ['0']],
  ['badPasswordTime', () => ['0']],
  ['lastLogoff', () => ['0']],
  ['lastLogon', () => ['0']],
  ['pwdLastSet', ({ account }) => [account.state === 'must-change-password' ? '0' : foundedAtFileTime]],
  ['primaryGroupID', () => [String(domainUsersRid)]],
  ['objectSid', ({ domain, account }) => [userSid(domain, account)]],
  [
    'accountExpires',
    ({ account }) => [account.state === 'account-expired' ? foundedAtFileTime : String(neverFileTime)],
  ],
  ['logonCount', () => ['0']],
  ['sAMAccountName', ({ account }) => [account.id]],
  ['sAMAccountType', () => [samUserObject]],
  ['userPrincipalName', ({ domain, account }) => [principalName(domain, account)]],
  ['lockoutTime', ({ account }) => [account.state === 'locked' ? foundedAtFileTime : '0']],
  ['objectCategory', ({ domain }) => [domain.category('Person')]],
  ['mail', ({ domain, account }) => [mailAddress(domain, account)]],
  ['msRTCSIP-PrimaryUserAddress', forSip(({ account }) => account.sipAddress)],
  ['msRTCSIP-UserEnabled', forSip(() => 'TRUE')],
  ['msRTCSIP-PrimaryHomeServer', forSip(({ domain }) => domain.pool)],
  ['msRTCSIP-FederationEnabled', forSip(() => 'FALSE')],
  ['msRTCSIP-InternetAccessEnabled', forSip(() => 'FALSE')],
  // Enhanced presence, which every user of OCS 2007 has.
  ['msRTCSIP-OptionFlags', forSip(() => '256')],
  // Constructed ([MS-ADTS] 3.1.1.4.5): given only to who asks for them by name.
  ['msDS-User-Account-Control-Computed', ({ account }) => [String(computedControl(account))]],
  [
    'msDS-UserPasswordExpiryTimeComputed',
    ({ account }) => [account.state === 'password-expired' ? foundedAtFileTime : String(neverFileTime)],
  ],
  ['msDS-PrincipalName', ({ domain, account }) => [`${domain.names.netbiosDomain}\\${account.id}`]],
  ['tokenGroups', ({ domain }) => domain.tokenGroups()],
])

/** Only who has a SIP address is enabled for Office Communications Server. */
function forSip<T>(value: (user: User) => T): (user: User) => T[] {
  return (user) => (user.account.sipAddress === '' ? [] : [value(user)])
}

function userSid(domain: Domain, account: Pick<Account, 'id'>): Uint8Array | null {
  return sidBytes(`${domain.sid}-${userRid(account.id)}`)
}

function principalName(domain: Domain, account: Pick<Account, 'id'>): string {
  return `${account.id}@${domain.names.dnsDomain}`
}

/** Everybody's mail address is the SIP address, as the Communications Server's own set-up proposed (invented). */
function mailAddress(domain: Domain, account: Account): string {
  const address = withoutScheme(account.sipAddress)
  return address === '' ? principalName(domain, account).toLowerCase() : address
}

function proxyAddresses(domain: Domain, account: Account): string[] {
  const mail = `SMTP:${mailAddress(domain, account)}`
  return account.sipAddress === '' ? [mail] : [mail, account.sipAddress]
}

function userAccountControl({ state }: Account): number {
  return normalAccount | (state === 'disabled' ? accountDisabled : 0)
}

function computedControl({ state }: Account): number {
  return (state === 'locked' ? lockout : 0) | (state === 'password-expired' ? passwordExpired : 0)
}

/** `Alice Archer` is Alice by given name; somebody of one name has no surname. */
function wordsOf(name: string): { first: string | null; last: string | null } {
  const words = name.split(' ').filter((word) => word !== '')
  if (words.length < 2) return { first: words[0] ?? null, last: null }
  return { first: words.slice(0, -1).join(' '), last: words.at(-1) ?? null }
}
