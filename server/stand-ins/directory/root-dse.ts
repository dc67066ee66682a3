import { extendedOid, gssSpnego } from '../../protocols/ldap/index.ts'
import { supportedControls } from './controls.ts'
import type { Domain } from './domain.ts'
import { Attributes, type Entry } from './entry.ts'
import { searchLimits } from './limits.ts'
import { generalizedTime } from './times.ts'

/** What Windows Server 2008 R2 says of itself where it numbers its functional levels. */
const functionalLevel = '4'

/**
 * Active Directory, of Windows Server 2003, 2008 and 2008 R2 ([MS-ADTS] 3.1.1.3.4.3). LDAP_CAP_ACTIVE_DIRECTORY_LDAP_INTEG is
 * not among them: nothing is signed or sealed here but by TLS.
 */
const capabilities = [
  '1.2.840.113556.1.4.800',
  '1.2.840.113556.1.4.1670',
  '1.2.840.113556.1.4.1935',
  '1.2.840.113556.1.4.2080',
]

/** The root DSE (RFC 4512 section 5.1), with what Active Directory adds ([MS-ADTS] 3.1.1.3.2). */
export function rootDse(domain: Domain): Entry {
  return {
    dn: '',
    key: '',
    attributes: attributes.names,
    values: (attribute) => attributes.values(attribute, domain),
  }
}

const attributes = new Attributes<Domain>([
  ['objectClass', () => ['top']],
  ['currentTime', ({ clock }) => [generalizedTime(clock.now())]],
  ['subschemaSubentry', ({ schema }) => [`CN=Aggregate,${schema.dn}`]],
  ['dsServiceName', (domain) => [`CN=NTDS Settings,${serverDn(domain)}`]],
  ['namingContexts', ({ configuration, root, schema }) => [root, configuration, schema]],
  ['defaultNamingContext', ({ root }) => [root]],
  ['schemaNamingContext', ({ schema }) => [schema]],
  ['configurationNamingContext', ({ configuration }) => [configuration]],
  ['rootDomainNamingContext', ({ root }) => [root]],
  ['supportedControl', () => supportedControls],
  ['supportedLDAPVersion', () => ['3', '2']],
  ['supportedLDAPPolicies', () => Object.keys(searchLimits)],
  ['supportedSASLMechanisms', ({ isNtlmAllowed }) => (isNtlmAllowed ? [gssSpnego] : [])],
  ['supportedExtension', ({ hasTls }) => [...(hasTls ? [extendedOid.startTls] : []), extendedOid.whoAmI]],
  ['supportedCapabilities', () => capabilities],
  ['highestCommittedUSN', () => [String(2 ** 31 - 1)]],
  ['dnsHostName', ({ names }) => [names.dnsComputer]],
  ['ldapServiceName', ({ names }) => [serviceName(names)]],
  ['serverName', (domain) => [serverDn(domain)]],
  ['isSynchronized', () => ['TRUE']],
  ['isGlobalCatalogReady', () => ['TRUE']],
  ['domainFunctionality', () => [functionalLevel]],
  ['forestFunctionality', () => [functionalLevel]],
  ['domainControllerFunctionality', () => [functionalLevel]],
  // RFC 3045: Active Directory says nothing here, and this is not Active Directory.
  ['vendorName', () => ["Bramble's stand-in for Active Directory"]],
])

function serverDn({ configuration, names }: Domain): string {
  return `CN=${names.netbiosComputer},CN=Servers,CN=Default-First-Site-Name,CN=Sites,${configuration.dn}`
}

function serviceName({ dnsDomain, netbiosComputer }: Domain['names']): string {
  return `${dnsDomain}:${netbiosComputer.toLowerCase()}$@${dnsDomain.toUpperCase()}`
}
