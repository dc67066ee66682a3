import { escapeValue, parseDn } from './distinguished-name.ts'
import { builtinUsersSid, type Domain, labGroupRid } from './domain.ts'
import { Attributes, dnValue, type Entry, type Row, type Value } from './entry.ts'
import { domainUsersRid, guidBytes, sidBytes } from './identifiers.ts'
import { attributeTypes, classChain, objectClasses, syntaxOids } from './schema.ts'
import { foundedAt, neverFileTime } from './times.ts'
import { userEntry } from './user-entry.ts'

/** Entries of one naming context are found from its root down; the next context below is another one's ([MS-ADTS] 3.1.1.1.5). */
export type Context = 'domain' | 'configuration' | 'schema'

export interface FixedEntry extends Entry {
  readonly context: Context
}

/** groupType ([MS-ADTS] 2.2.12): security groups, of the whole domain and of one computer. */
const globalSecurityGroup = String(0x8000_0002 | 0)
const builtinSecurityGroup = String(0x8000_0005 | 0)
/** SAM_GROUP_OBJECT and SAM_ALIAS_OBJECT ([MS-SAMR] 2.2.1.9). */
const samGroup = '268435456'
const samAlias = '536870912'
/** The well-known GUID of CN=Users ([MS-ADTS] 6.1.1.4). */
export const usersContainerGuid = 'a9d1ca15768811d1aded00c04fd8d5cd'
/** OBJECT_VERSION of Windows Server 2008 R2's schema. */
const schemaVersion = '47'

type Rows = readonly Row<null>[]

/** All entries except the users: a few groups and containers, and entries that programs look for in every forest. */
export function fixedEntries(domain: Domain): FixedEntry[] {
  const { configuration, labGroup, root, schema, users } = domain
  const builtin = dnValue(`CN=Builtin,${root.dn}`)
  const builtinUsers = dnValue(`CN=Users,${builtin.dn}`)
  const domainUsers = dnValue(`CN=Domain Users,${users.dn}`)
  const sites = `CN=Sites,${configuration.dn}`
  const site = `CN=Default-First-Site-Name,${sites}`
  const server = `CN=${domain.names.netbiosComputer},CN=Servers,${site}`
  const everybody = () => Array.from(domain.accounts.all(), (account) => userEntry(domain, account))

  const group = (
    name: string,
    dn: string,
    sid: string,
    more: Rows,
    { isBuiltin = false }: { isBuiltin?: boolean } = {},
  ): FixedEntry =>
    entry(domain, 'domain', 'group', dn, [
      ['sAMAccountName', () => [name]],
      ['sAMAccountType', () => [isBuiltin ? samAlias : samGroup]],
      ['groupType', () => [isBuiltin ? builtinSecurityGroup : globalSecurityGroup]],
      ['objectSid', () => [sidBytes(sid)]],
      ['primaryGroupToken', () => [sid.split('-').at(-1) ?? '']],
      ['msDS-PrincipalName', () => [`${isBuiltin ? 'BUILTIN' : domain.names.netbiosDomain}\\${name}`]],
      ...more,
    ])
  const container = (context: Context, dn: string, className = 'container', more: Rows = []) =>
    entry(domain, context, className, dn, [['showInAdvancedViewOnly', () => ['TRUE']], ...more])

  return [
    entry(domain, 'domain', 'domainDNS', root.dn, [
      ['instanceType', () => ['5']],
      ['objectSid', () => [sidBytes(domain.sid)]],
      ['nTMixedDomain', () => ['0']],
      ['msDS-Behavior-Version', () => ['4']],
      // Nothing expires or locks by itself: an account's state is set by hand.
      ['maxPwdAge', () => [String(-neverFileTime - 1n)]],
      ['minPwdAge', () => ['0']],
      ['minPwdLength', () => ['0']],
      ['pwdHistoryLength', () => ['0']],
      ['pwdProperties', () => ['0']],
      ['lockoutThreshold', () => ['0']],
      ['lockoutDuration', () => [String(-neverFileTime - 1n)]],
      ['lockOutObservationWindow', () => ['0']],
      ['fSMORoleOwner', () => [dnValue(`CN=NTDS Settings,${server}`)]],
      ['wellKnownObjects', () => [`B:32:${usersContainerGuid.toUpperCase()}:${users.dn}`]],
    ]),
    entry(domain, 'domain', 'container', users.dn, [
      ['description', () => ['Default container for upgraded user accounts']],
      ['isCriticalSystemObject', () => ['TRUE']],
      ['systemFlags', () => ['-1946157056']],
    ]),
    entry(domain, 'domain', 'builtinDomain', builtin.dn, [['objectSid', () => [sidBytes('S-1-5-32')]]]),
    group('Domain Users', domainUsers.dn, `${domain.sid}-${domainUsersRid}`, [
      ['description', () => ['All domain users']],
      ['isCriticalSystemObject', () => ['TRUE']],
      ['memberOf', () => [builtinUsers]],
    ]),
    group('Bramble Users', labGroup.dn, `${domain.sid}-${labGroupRid}`, [
      ['description', () => ['Everybody who is in this lab (invented)']],
      ['member', everybody],
      ['memberOf', () => [builtinUsers]],
    ]),
    group(
      'Users',
      builtinUsers.dn,
      builtinUsersSid,
      [
        ['description', () => ['Users of the domain']],
        ['member', () => [domainUsers, labGroup]],
      ],
      { isBuiltin: true },
    ),
    container('configuration', configuration.dn, 'configuration', [['instanceType', () => ['13']]]),
    container('configuration', `CN=Partitions,${configuration.dn}`, 'crossRefContainer', [
      ['msDS-Behavior-Version', () => ['4']],
    ]),
    container(
      'configuration',
      `CN=${escapeValue(domain.names.netbiosDomain)},CN=Partitions,${configuration.dn}`,
      'crossRef',
      [
        ['nCName', () => [root]],
        ['dnsRoot', () => [domain.names.dnsDomain]],
        ['nETBIOSName', () => [domain.names.netbiosDomain]],
        ['systemFlags', () => ['3']],
      ],
    ),
    container('configuration', sites, 'sitesContainer'),
    container('configuration', site, 'site'),
    container('configuration', `CN=Servers,${site}`, 'serversContainer'),
    container('configuration', server, 'server', [['dNSHostName', () => [domain.names.dnsComputer]]]),
    container('configuration', `CN=NTDS Settings,${server}`, 'nTDSDSA'),
    container('schema', schema.dn, 'dMD', [
      ['instanceType', () => ['13']],
      ['objectVersion', () => [schemaVersion]],
    ]),
    container('schema', `CN=Aggregate,${schema.dn}`, 'subSchema', [
      ['attributeTypes', () => attributeDescriptions],
      ['objectClasses', () => classDescriptions],
    ]),
    ...objectClasses
      // A class with the category of another class has no entry here, since its cn would be the same.
      .filter(({ category }, index) => objectClasses.findIndex((one) => one.category === category) === index)
      .map(({ category, name, oid, superclass }) =>
        container('schema', `CN=${category},${schema.dn}`, 'classSchema', [
          ['lDAPDisplayName', () => [name]],
          ['governsID', () => [oid]],
          ['subClassOf', () => [superclass]],
          ['defaultObjectCategory', () => [domain.category(category)]],
        ]),
      ),
  ]
}

/** @param rows attributes of this entry besides the common ones, which they override */
function entry(domain: Domain, context: Context, className: string, dn: string, rows: Rows): FixedEntry {
  const own = dnValue(dn)
  const [{ type, value } = { type: 'cn', value: '' }] = parseDn(dn)?.[0] ?? []
  const classes = classChain(className)
  const category = objectClasses.find(({ name }) => name === className)?.category ?? ''
  const common: Rows = [
    ['objectClass', () => classes],
    [type, () => [value]],
    ['distinguishedName', (): Value[] => [own]],
    ['instanceType', () => ['4']],
    ['whenCreated', () => [foundedAt]],
    ['whenChanged', () => [foundedAt]],
    ['name', () => [value]],
    ['objectGUID', () => [guidBytes(domain.names.dnsDomain, own.key)]],
    ['objectCategory', () => [domain.category(category)]],
  ]
  // The later of two rows with the same name wins.
  const attributes = new Attributes<null>([...new Map([...common, ...rows])])
  return { ...own, context, attributes: attributes.names, values: (name) => attributes.values(name, null) }
}

/** RFC 4512 section 4.1.2, without the matching rules, as Active Directory writes them. */
const attributeDescriptions = attributeTypes.flatMap(
  ({ isConstructed, isSingleValued, name, oid, syntax }) =>
    oid === null
      ? []
      : [
          `( ${oid} NAME '${name}' SYNTAX '${syntaxOids[syntax]}'${isSingleValued ? ' SINGLE-VALUE' : ''}${
            isConstructed ? ' NO-USER-MODIFICATION' : ''
          } )`,
        ],
)

/** RFC 4512 section 4.1.1. Without the attributes of each class. */
const classDescriptions = objectClasses.map(
  ({ name, oid, superclass }) =>
    `( ${oid} NAME '${name}'${name === superclass ? ' ABSTRACT' : ` SUP ${superclass} STRUCTURAL`} )`,
)
