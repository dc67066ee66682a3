/**
 * The part of Active Directory's schema that programs meet in a lab: which attributes there are and how their values
 * compare ([MS-ADA1] to [MS-ADA3]), which classes ([MS-ADSC]). A filter that names anything else is neither true nor false.
 */

/**
 * How values of an attribute are written and compared ([MS-ADTS] 3.1.1.2.2): text without regard to case, text as it is,
 * numbers, moments, names, and octets.
 */
export type Syntax =
  | 'text'
  | 'exact-text'
  | 'boolean'
  | 'integer'
  | 'large-integer'
  | 'time'
  | 'dn'
  | 'class'
  | 'octets'
  | 'sid'
  | 'guid'

export interface AttributeType {
  /** The lDAPDisplayName, as answers show it. */
  readonly name: string
  readonly oid: string | null
  readonly syntax: Syntax
  readonly isSingleValued: boolean
  /** Computed when asked for ([MS-ADTS] 3.1.1.4.5): no part of `*`, and no part of a filter. */
  readonly isConstructed: boolean
}

/** How subschema descriptions name a syntax (RFC 4517 section 3.3, and Microsoft's own). */
export const syntaxOids = {
  text: '1.3.6.1.4.1.1466.115.121.1.15',
  'exact-text': '1.3.6.1.4.1.1466.115.121.1.44',
  boolean: '1.3.6.1.4.1.1466.115.121.1.7',
  integer: '1.3.6.1.4.1.1466.115.121.1.27',
  'large-integer': '1.2.840.113556.1.4.906',
  time: '1.3.6.1.4.1.1466.115.121.1.24',
  dn: '1.3.6.1.4.1.1466.115.121.1.12',
  class: '1.3.6.1.4.1.1466.115.121.1.38',
  octets: '1.3.6.1.4.1.1466.115.121.1.40',
  sid: '1.3.6.1.4.1.1466.115.121.1.40',
  guid: '1.3.6.1.4.1.1466.115.121.1.40',
} as const satisfies Record<Syntax, string>

/** Lines of `name oid syntax flags`: m, of several values; c, constructed. `1.4.8` is short for 1.2.840.113556.1.4.8. */
const attributeLines = `
objectClass 2.5.4.0 class m
cn 2.5.4.3 text
sn 2.5.4.4 text
serialNumber 2.5.4.5 text m
c 2.5.4.6 text
l 2.5.4.7 text
st 2.5.4.8 text
street 2.5.4.9 text
o 2.5.4.10 text m
ou 2.5.4.11 text m
title 2.5.4.12 text
description 2.5.4.13 text m
businessCategory 2.5.4.15 text m
postalCode 2.5.4.17 text
physicalDeliveryOfficeName 2.5.4.19 text
telephoneNumber 2.5.4.20 text
facsimileTelephoneNumber 2.5.4.23 text
member 2.5.4.31 dn m
seeAlso 2.5.4.34 dn m
userPassword 2.5.4.35 octets m
givenName 2.5.4.42 text
initials 2.5.4.43 text
distinguishedName 2.5.4.49 dn
uid 0.9.2342.19200300.100.1.1 text m
mail 0.9.2342.19200300.100.1.3 text
manager 0.9.2342.19200300.100.1.10 dn
mobile 0.9.2342.19200300.100.1.41 text
dc 0.9.2342.19200300.100.1.25 text
thumbnailPhoto 2.16.840.1.113730.3.1.35 octets
employeeNumber 1.2.610 text
employeeType 1.2.613 text
jpegPhoto 0.9.2342.19200300.100.1.60 octets m
createTimeStamp 2.5.18.1 time c
modifyTimeStamp 2.5.18.2 time c
subSchemaSubEntry 2.5.18.10 dn c
objectClasses 2.5.21.6 text mc
attributeTypes 2.5.21.5 text mc
structuralObjectClass 2.5.21.9 class mc
instanceType 1.2.1 integer
whenCreated 1.2.2 time
whenChanged 1.2.3 time
displayName 1.2.13 text
nCName 1.2.16 dn
uSNCreated 1.2.19 large-integer
subClassOf 1.2.21 class
governsID 1.2.22 class
isDeleted 1.2.48 boolean
objectVersion 1.2.76 integer
info 1.2.81 text
memberOf 1.2.102 dn m
uSNChanged 1.2.120 large-integer
co 1.2.131 text
department 1.2.141 text
company 1.2.146 text
showInAdvancedViewOnly 1.2.169 boolean
proxyAddresses 1.2.210 text m
nTSecurityDescriptor 1.2.281 octets
objectClassCategory 1.2.370 integer
directReports 1.2.436 dn m
mailNickname 1.2.447 text
lDAPDisplayName 1.2.460 text
wWWHomePage 1.2.464 text
name 1.4.1 text
objectGUID 1.4.2 guid
userAccountControl 1.4.8 integer
badPwdCount 1.4.12 integer
codePage 1.4.16 integer
countryCode 1.4.25 integer
dnsRoot 1.4.28 text m
homeDirectory 1.4.44 text
homeDrive 1.4.45 text
badPasswordTime 1.4.49 large-integer
lastLogoff 1.4.51 large-integer
lastLogon 1.4.52 large-integer
lockoutDuration 1.4.60 large-integer
lockOutObservationWindow 1.4.61 large-integer
scriptPath 1.4.62 text
lockoutThreshold 1.4.73 integer
maxPwdAge 1.4.74 large-integer
minPwdAge 1.4.78 large-integer
minPwdLength 1.4.79 integer
nETBIOSName 1.4.87 text
userWorkstations 1.4.86 text
unicodePwd 1.4.90 octets
pwdProperties 1.4.93 integer
pwdHistoryLength 1.4.95 integer
pwdLastSet 1.4.96 large-integer
primaryGroupID 1.4.98 integer
userParameters 1.4.138 text
profilePath 1.4.139 text
objectSid 1.4.146 sid
schemaIDGUID 1.4.148 guid
adminCount 1.4.150 integer
accountExpires 1.4.159 large-integer
logonCount 1.4.169 integer
sAMAccountName 1.4.221 text
sAMAccountType 1.4.302 integer
fSMORoleOwner 1.4.369 dn
systemFlags 1.4.375 integer
lDAPAdminLimits 1.4.843 text m
sIDHistory 1.4.609 sid m
wellKnownObjects 1.4.618 exact-text m
dNSHostName 1.4.619 text
legacyExchangeDN 1.4.655 text
userPrincipalName 1.4.656 text
lockoutTime 1.4.662 large-integer
nTMixedDomain 1.4.357 integer
groupType 1.4.750 integer
servicePrincipalName 1.4.771 text m
objectCategory 1.4.782 dn
defaultObjectCategory 1.4.783 dn
isCriticalSystemObject 1.4.868 boolean
allowedAttributes 1.4.913 class mc
canonicalName 1.4.916 text mc
aNR 1.4.1208 text
tokenGroups 1.4.1301 sid mc
primaryGroupToken 1.4.1412 integer c
msDS-Behavior-Version 1.4.1459 integer
msDS-User-Account-Control-Computed 1.4.1460 integer c
lastLogonTimestamp 1.4.1696 large-integer
msDS-PrincipalName 1.4.1865 text c
msDS-UserPasswordExpiryTimeComputed 1.4.1996 large-integer c
msRTCSIP-PrimaryUserAddress 1.6.24.1.1 text
msRTCSIP-UserEnabled 1.6.24.1.6 boolean
msRTCSIP-PrimaryHomeServer 1.6.24.1.57 dn
msRTCSIP-FederationEnabled 1.6.24.1.67 boolean
msRTCSIP-InternetAccessEnabled - boolean
msRTCSIP-OptionFlags - integer
`

/** Lines of `name oid superclass name-of-its-category`. The last is the cn of the class that objectCategory names. */
const classLines = `
top 2.5.6.0 top Top
person 2.5.6.6 top Person
organizationalPerson 2.5.6.7 person Person
user 1.5.9 organizationalPerson Person
inetOrgPerson 2.16.840.1.113730.3.2.2 user Person
contact 1.5.15 organizationalPerson Person
computer 1.3.30 user Computer
group 1.5.8 top Group
container 1.3.23 top Container
organizationalUnit 2.5.6.5 top Organizational-Unit
domain 1.5.66 top Domain-DNS
domainDNS 1.5.67 domain Domain-DNS
builtinDomain 1.5.4 top Builtin-Domain
configuration 1.5.12 top Configuration
dMD 1.3.9 top DMD
subSchema 2.5.20.1 top SubSchema
classSchema 1.3.13 top Class-Schema
attributeSchema 1.3.14 top Attribute-Schema
crossRefContainer 1.5.7000.53 top Cross-Ref-Container
crossRef 1.3.11 top Cross-Ref
foreignSecurityPrincipal 1.5.76 top Foreign-Security-Principal
trustedDomain 1.5.34 leaf Trusted-Domain
leaf 1.5.20 top Leaf
printQueue 1.5.23 connectionPoint Print-Queue
volume 1.5.36 connectionPoint Volume
connectionPoint 1.5.14 leaf Connection-Point
groupPolicyContainer 1.5.157 container Group-Policy-Container
sitesContainer 1.5.107 top Sites-Container
site 1.5.31 top Site
serversContainer 1.5.7000.48 top Servers-Container
server 1.5.17 top Server
applicationSettings 1.5.7000.49 top Application-Settings
nTDSDSA 1.5.7000.47 applicationSettings NTDS-DSA
`

export interface ObjectClass {
  readonly name: string
  readonly oid: string
  readonly superclass: string
  /** The cn of the class in whose category its objects are. */
  readonly category: string
}

function longOid(written: string): string {
  return /^1\.[2-6]\./.test(written) && !written.startsWith('1.2.840') ? `1.2.840.113556.${written}` : written
}

export const attributeTypes: readonly AttributeType[] = rowsOf(attributeLines).map(
  ([name = '', oid = '', syntax = '', flags = '']) => ({
    name,
    oid: oid === '-' ? null : longOid(oid),
    syntax: syntaxNamed(syntax),
    isSingleValued: !flags.includes('m'),
    isConstructed: flags.includes('c'),
  }),
)

export const objectClasses: readonly ObjectClass[] = rowsOf(classLines).map(
  ([name = '', oid = '', superclass = '', category = '']) => ({
    name,
    oid: longOid(oid),
    superclass,
    category,
  }),
)

function rowsOf(lines: string): string[][] {
  return lines
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
}

function syntaxNamed(name: string): Syntax {
  const known = Object.keys(syntaxOids).find((syntax): syntax is Syntax => syntax === name)
  if (!known) throw new Error(`the schema has an attribute of the unknown syntax ${name}`)
  return known
}

const attributesByName = new Map<string, AttributeType>(
  attributeTypes.flatMap((type) =>
    [type.name.toLowerCase(), type.oid].flatMap((key) => (key === null ? [] : [[key, type] as const])),
  ),
)
const classesByName = new Map<string, ObjectClass>(
  objectClasses.flatMap((one) => [
    [one.name.toLowerCase(), one],
    [one.oid, one],
  ]),
)

/** @param name the lDAPDisplayName in any case, or the OID, with or without `OID.` before it; without options */
export function attributeNamed(name: string): AttributeType | undefined {
  return attributesByName.get(plainName(name))
}

export function classNamed(name: string): ObjectClass | undefined {
  return classesByName.get(plainName(name))
}

function plainName(name: string): string {
  const lower = name.toLowerCase()
  return lower.startsWith('oid.') ? lower.slice('oid.'.length) : lower
}

/** A class and those above it, as objectClass lists them: from `top` down. */
export function classChain(name: string): string[] {
  const own = classNamed(name)
  if (!own) throw new Error(`the schema has no class ${name}`)
  return own.superclass === own.name ? [own.name] : [...classChain(own.superclass), own.name]
}
