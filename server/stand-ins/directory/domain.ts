import type { Clock } from '../../clock/index.ts'
import type { NtlmServerNames } from '../../protocols/ntlm/index.ts'
import type { AccountSource } from './account.ts'
import { type DnValue, dnValue } from './entry.ts'
import { domainSid, domainUsersRid, sidBytes } from './identifiers.ts'
import { objectClasses } from './schema.ts'

/** Where a simple bind, which carries the password as it is, may be used. */
export type SimpleBindPolicy = 'always' | 'over-tls' | 'never'

/** What every connection of one stand-in shares: the domain, its accounts, its rules, and where things are in it. */
export interface Domain {
  clock: Clock
  accounts: AccountSource
  names: NtlmServerNames
  simpleBind: SimpleBindPolicy
  isNtlmAllowed: boolean
  hasTls: boolean
  /** Security identifier of the domain, to which an object's own number is added. */
  sid: string
  /** `DC=corp,DC=example`. */
  root: DnValue
  /** `CN=Users,DC=corp,DC=example`. */
  users: DnValue
  configuration: DnValue
  schema: DnValue
  /** The group in which everybody is (invented), so that memberOf says something. */
  labGroup: DnValue
  /** What msRTCSIP-PrimaryHomeServer names. */
  pool: DnValue
  /** The objectCategory of a class, by the cn of the class. */
  category(className: string): DnValue
  /** Security identifiers of the groups in which every user is, directly or not. */
  tokenGroups(): readonly (Uint8Array | null)[]
}

/** The one domain controller of the domain. */
const computer = 'DC'

/** S-1-5-32-545, which every user of a domain is. */
export const builtinUsersSid = 'S-1-5-32-545'
export const labGroupRid = 1100

export function createDomain(
  options: Pick<Domain, 'clock' | 'accounts' | 'simpleBind' | 'isNtlmAllowed' | 'hasTls'> & {
    domain: { name: string; dns: string }
  },
): Domain {
  const { domain, ...rest } = options
  const root = dnValue(
    domain.dns
      .split('.')
      .map((label) => `DC=${label}`)
      .join(','),
  )
  const below = (path: string) => dnValue(`${path},${root.dn}`)
  const sid = domainSid(domain.dns)
  const categories = new Map(
    objectClasses.map(({ category }) => [category, below(`CN=${category},CN=Schema,CN=Configuration`)]),
  )
  const tokenGroups = [`${sid}-${domainUsersRid}`, `${sid}-${labGroupRid}`, builtinUsersSid].map(sidBytes)
  return {
    ...rest,
    sid,
    root,
    users: below('CN=Users'),
    configuration: below('CN=Configuration'),
    schema: below('CN=Schema,CN=Configuration'),
    labGroup: below('CN=Bramble Users,CN=Users'),
    pool: below('CN=LC Services,CN=Microsoft,CN=ocs,CN=Pools,CN=RTC Service,CN=Services,CN=Configuration'),
    category: (className) => categories.get(className) ?? below(`CN=${className},CN=Schema,CN=Configuration`),
    tokenGroups: () => tokenGroups,
    names: {
      netbiosDomain: domain.name,
      netbiosComputer: computer,
      dnsDomain: domain.dns,
      dnsComputer: `${computer.toLowerCase()}.${domain.dns}`,
    },
  }
}
