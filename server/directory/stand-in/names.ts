import type { Account } from './account.ts'
import type { Domain } from './domain.ts'

/** The distinguished name of an account: its ID, escaped as RFC 4514 section 2.4 asks, under the domain's users. */
export function accountDn(domain: Domain, account: Pick<Account, 'id'>): string {
  const escaped = account.id.replaceAll(/[\\",#+;<=>]|^ | $/g, (character) => `\\${character}`)
  return `CN=${escaped},${domain.usersDn}`
}

/** Distinguished names are compared without regard to case, or to spaces around their commas. */
export function isSameDn(a: string, b: string): boolean {
  return plainDn(a) === plainDn(b)
}

/** Whether `dn` is `base` or somewhere below it. */
export function isWithin(dn: string, base: string): boolean {
  return plainDn(dn) === plainDn(base) || plainDn(dn).endsWith(`,${plainDn(base)}`)
}

/** Whether `dn` is exactly one level below `base`. */
export function isChild(dn: string, base: string): boolean {
  const inner = plainDn(dn)
  if (!isWithin(dn, base) || isSameDn(dn, base)) return false
  return !/(?<!\\),/.test(inner.slice(0, inner.length - plainDn(base).length - 1))
}

function plainDn(dn: string): string {
  return dn
    .split(',')
    .map((part) => part.trim())
    .join(',')
    .toLowerCase()
}

/**
 * The account ID that a simple bind names: `CORP\alice`, `alice@corp.example` or a distinguished name ([MS-ADTS] 5.1.1.1.1).
 * Null for anything that cannot be an account of this domain.
 */
export function idOfBindName(domain: Domain, name: string): string | null {
  if (/^cn=/i.test(name)) return idOfDn(domain, name)
  const slash = name.indexOf('\\')
  if (slash >= 0) return isThisDomain(domain, name.slice(0, slash)) ? name.slice(slash + 1) : null
  return idOfPrincipal(domain, name)
}

/** The account ID that an NTLM answer names: user and domain apart, or a principal name with no domain. */
export function idOfNtlmUser(domain: Domain, user: string, ofDomain: string): string | null {
  if (ofDomain !== '') return isThisDomain(domain, ofDomain) ? user : null
  return user.includes('@') ? idOfPrincipal(domain, user) : user
}

/** `alice@corp.example` gives `alice`. */
export function idOfPrincipal(domain: Domain, name: string): string | null {
  const at = name.lastIndexOf('@')
  return at >= 0 && isThisDomain(domain, name.slice(at + 1)) ? name.slice(0, at) : null
}

/** `CN=alice,CN=Users,DC=corp,DC=example` gives `alice`. */
export function idOfDn(domain: Domain, dn: string): string | null {
  const parts = /^cn=((?:\\.|[^\\,])*),(.*)$/is.exec(dn.trim())
  if (!parts || !isSameDn(parts[2] ?? '', domain.usersDn)) return null
  return (parts[1] ?? '').trim().replaceAll(/\\(.)/gs, '$1')
}

function isThisDomain(domain: Domain, name: string): boolean {
  const wanted = name.toLowerCase()
  return (
    wanted === domain.names.netbiosDomain.toLowerCase() || wanted === domain.names.dnsDomain.toLowerCase()
  )
}
