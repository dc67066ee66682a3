import { toFileTime } from '../../ntlm/index.ts'
import { extendedOid, gssSpnego, type LdapAttribute } from '../ldap/index.ts'
import type { Account } from './account.ts'
import type { Domain } from './domain.ts'
import { accountDn } from './names.ts'

/** An entry of the directory, as a search returns it. */
export interface Entry {
  dn: string
  attributes: readonly LdapAttribute[]
}

/** userAccountControl ([MS-ADTS] 2.2.16) and its computed sibling. */
const normalAccount = 0x200
const accountDisabled = 0x2
const lockout = 0x10
const passwordExpired = 0x80_0000

/** "Never", where Active Directory keeps a time. */
const never = 0x7fff_ffff_ffff_ffffn
const dayMs = 86_400_000

/** The root DSE (RFC 4512 section 5.1), with what Active Directory adds ([MS-ADTS] 3.1.1.3.2). */
export function rootDse(domain: Domain): Entry {
  const { dn, names } = domain
  return entry('', [
    ['objectClass', 'top'],
    ['currentTime', generalizedTime(domain.clock.now())],
    ['defaultNamingContext', dn],
    ['rootDomainNamingContext', dn],
    ['namingContexts', dn],
    ['supportedLDAPVersion', '3'],
    ['supportedSASLMechanisms', ...(domain.isNtlmAllowed ? [gssSpnego] : [])],
    ['supportedExtension', ...(domain.hasTls ? [extendedOid.startTls] : []), extendedOid.whoAmI],
    ['dnsHostName', names.dnsComputer],
    [
      'ldapServiceName',
      `${names.dnsDomain}:${names.netbiosComputer.toLowerCase()}$@${names.dnsDomain.toUpperCase()}`,
    ],
    ['isSynchronized', 'TRUE'],
    ['isGlobalCatalogReady', 'TRUE'],
    // RFC 3045: Active Directory says nothing here, and this is not Active Directory.
    ['vendorName', "Bramble's stand-in for Active Directory"],
  ])
}

/** The entries above the users. */
export function containers(domain: Domain): Entry[] {
  const { dn, usersDn, names } = domain
  return [
    entry(dn, [
      ['objectClass', 'top', 'domain', 'domainDNS'],
      ['distinguishedName', dn],
      ['dc', names.dnsDomain.split('.')[0] ?? ''],
      ['name', names.dnsDomain.split('.')[0] ?? ''],
    ]),
    entry(usersDn, [
      ['objectClass', 'top', 'container'],
      ['distinguishedName', usersDn],
      ['cn', 'Users'],
      ['name', 'Users'],
    ]),
  ]
}

/** An account as Active Directory shows a user who is enabled for Office Communications Server. */
export function accountEntry(domain: Domain, account: Account): Entry {
  const { dn } = domain
  const nowMs = domain.clock.now()
  const { state } = account
  const own = accountDn(domain, account)
  const computed = (state === 'locked' ? lockout : 0) | (state === 'password-expired' ? passwordExpired : 0)
  return entry(own, [
    ['objectClass', 'top', 'person', 'organizationalPerson', 'user'],
    ['objectCategory', `CN=Person,CN=Schema,CN=Configuration,${dn}`],
    ['distinguishedName', own],
    ['cn', account.id],
    ['name', account.id],
    ['displayName', account.name],
    ['sAMAccountName', account.id],
    ['sAMAccountType', '805306368'],
    ['userPrincipalName', `${account.id}@${domain.names.dnsDomain}`],
    ['userAccountControl', String(normalAccount | (state === 'disabled' ? accountDisabled : 0))],
    ['msDS-User-Account-Control-Computed', String(computed)],
    ['lockoutTime', state === 'locked' ? String(toFileTime(nowMs)) : '0'],
    ['accountExpires', String(state === 'account-expired' ? toFileTime(nowMs - dayMs) : never)],
    ['pwdLastSet', state === 'must-change-password' ? '0' : String(toFileTime(nowMs - 30 * dayMs))],
    ...(account.sipAddress === '' ? [] : communications(account.sipAddress)),
  ])
}

function communications(sipAddress: string): Row[] {
  return [
    ['msRTCSIP-PrimaryUserAddress', sipAddress],
    ['msRTCSIP-UserEnabled', 'TRUE'],
  ]
}

type Row = [name: string, ...values: string[]]

function entry(dn: string, rows: readonly Row[]): Entry {
  const attributes = rows.map(([name, ...values]) => ({ name, values }))
  return { dn, attributes: attributes.filter(({ values }) => values.length > 0) }
}

/** GeneralizedTime as Active Directory writes it (RFC 4517 section 3.3.13): `20100601090000.0Z`. */
function generalizedTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}.0Z`
}
