import type { NtlmServerNames } from './server.ts'

/**
 * Parses typed user names. The same rules apply wherever a password is checked: at the directory, and at the
 * Communications Server.
 */

/** User and domain as NTLM names them. */
export interface NtlmUserName {
  readonly user: string
  /** Empty if the user is a principal name such as `alice@corp.example`. */
  readonly domain: string
}

/**
 * What a person types: `CORP\alice`, `alice@corp.example`, or `alice` of the own domain.
 * @param ownDomain NetBIOS name of the default domain
 */
export function readUserName(typed: string, ownDomain: string): NtlmUserName {
  const name = typed.trim()
  const slash = name.indexOf('\\')
  if (slash >= 0) return { user: name.slice(slash + 1), domain: name.slice(0, slash) }
  return { user: name, domain: name.includes('@') ? '' : ownDomain }
}

/** The account of this domain that a name refers to, or null for another domain. */
export function accountIdOf(names: NtlmServerNames, { domain, user }: NtlmUserName): string | null {
  if (domain !== '') return isThisDomain(names, domain) ? user : null
  return user.includes('@') ? accountIdOfPrincipal(names, user) : user
}

/** `alice@corp.example` gives `alice`. */
export function accountIdOfPrincipal(names: NtlmServerNames, principal: string): string | null {
  const at = principal.lastIndexOf('@')
  return at >= 0 && isThisDomain(names, principal.slice(at + 1)) ? principal.slice(0, at) : null
}

function isThisDomain({ dnsDomain, netbiosDomain }: NtlmServerNames, name: string): boolean {
  const wanted = name.toLowerCase()
  return wanted === netbiosDomain.toLowerCase() || wanted === dnsDomain.toLowerCase()
}
