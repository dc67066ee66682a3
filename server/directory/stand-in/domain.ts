import type { Clock } from '../../lab/clock/index.ts'
import type { NtlmServerNames } from '../../ntlm/index.ts'
import type { AccountSource } from './account.ts'

/** Where a simple bind, which carries the password as it is, may be used. */
export type SimpleBindPolicy = 'always' | 'over-tls' | 'never'

/** What every connection of one stand-in shares: the domain, its accounts and its rules. */
export interface Domain {
  clock: Clock
  accounts: AccountSource
  names: NtlmServerNames
  /** `DC=corp,DC=example`. */
  dn: string
  /** `CN=Users,DC=corp,DC=example`. */
  usersDn: string
  simpleBind: SimpleBindPolicy
  isNtlmAllowed: boolean
  hasTls: boolean
}

/** The one domain controller of the domain. */
const computer = 'DC'

export function createDomain(
  options: Pick<Domain, 'clock' | 'accounts' | 'simpleBind' | 'isNtlmAllowed' | 'hasTls'> & {
    domain: { name: string; dns: string }
  },
): Domain {
  const { domain, ...rest } = options
  const dn = domain.dns
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',')
  return {
    ...rest,
    dn,
    usersDn: `CN=Users,${dn}`,
    names: {
      netbiosDomain: domain.name,
      netbiosComputer: computer,
      dnsDomain: domain.dns,
      dnsComputer: `${computer.toLowerCase()}.${domain.dns}`,
    },
  }
}
