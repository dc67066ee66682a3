import { describe, expect, test } from 'vitest'
import { createVirtualClock } from '../../clock/index.ts'
import type { Account } from './account.ts'
import { createDomain } from './domain.ts'
import type { Entry } from './entry.ts'
import { InappropriateMatching, predicateOf } from './filter-matching.ts'
import { usersNamedBy } from './named-users.ts'
import { filterOf } from './testing/filter-text.ts'
import { Tree } from './tree.ts'

const accounts = new Map<string, Account>(
  (
    [
      ['alice', 'Alice Archer', 'enabled'],
      ['bob', 'Bob Barker', 'enabled'],
      ['carol', 'Carola Müller', 'disabled'],
      ['dave', 'Dave', 'must-change-password'],
      ['star*', 'Star (odd) \\ one', 'enabled'],
    ] as const
  ).map(([id, name, state]) => [
    id,
    {
      id,
      name,
      state,
      ntHash: new Uint8Array(16),
      sipAddress: id === 'dave' ? '' : `sip:${id}@corp.example`,
    },
  ]),
)
const domain = createDomain({
  clock: createVirtualClock(),
  accounts: { find: (id) => accounts.get(id.toLowerCase()), all: () => accounts.values() },
  domain: { name: 'CORP', dns: 'corp.example' },
  simpleBind: 'over-tls',
  isNtlmAllowed: true,
  hasTls: true,
})
const tree = new Tree(domain)
const dn = 'DC=corp,DC=example'
const all = ['alice', 'bob', 'carol', 'dave', 'star*']
const withSip = ['alice', 'bob', 'carol', 'star*']
const groups = ['Domain Users', 'Bramble Users', 'Users']

/** Names of the users and groups of the domain for which the filter has this outcome. */
function named(text: string, outcome: boolean | null): string[] {
  const filter = filterOf(text)
  const matches = predicateOf(filter, { domain, tree })
  const base = tree.find(domain.root.key)
  if (!base) throw new Error('no domain')
  const entries: Entry[] = [...tree.within(base, 'sub', null)]
  const found = entries.filter((entry) => matches(entry) === outcome)
  // A filter that names users must lead to all of them.
  const leads = usersNamedBy(filter, { domain, tree })?.map(({ key }) => key)
  const users = found.filter((entry) => entry.values('objectClass').includes('user'))
  if (leads && outcome === true) expect(leads).toEqual(expect.arrayContaining(users.map(({ key }) => key)))
  return found.flatMap((entry) => entry.values('sAMAccountName')).map(String)
}

const octets = (entry: Entry | null, attribute: string) =>
  [...Buffer.from((entry?.values(attribute)[0] as Uint8Array) ?? [])]
    .map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
    .join('')
const alice = tree.user('alice')

describe('a filter is true for', () => {
  test.each<[string, string[]]>([
    // Filters with which programs for Active Directory start.
    ['(&(objectCategory=person)(objectClass=user))', all],
    [
      '(&(objectCategory=user)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))',
      ['alice', 'bob', 'dave', 'star*'],
    ],
    ['(&(objectClass=user)(userAccountControl:1.2.840.113556.1.4.803:=2))', ['carol']],
    ['(objectCategory=group)', groups],
    [`(objectCategory=cn=Person, cn=schema,CN=Configuration,${dn})`, all],
    ['(objectCategory=computer)', []],
    ['(objectCategory=contact)', all],
    ['(objectCategory=nonsense)', []],
    ['(objectClass=organizationalPerson)', all],
    ['(objectClass=2.5.6.6)', all],
    ['(objectClass=TOP)', [...groups, ...all]],
    ['(objectClass=computer)', []],
    // Bits.
    ['(userAccountControl:1.2.840.113556.1.4.803:=512)', all],
    ['(userAccountControl:1.2.840.113556.1.4.803:=514)', ['carol']],
    ['(userAccountControl:1.2.840.113556.1.4.804:=514)', all],
    ['(userAccountControl:1.2.840.113556.1.4.804:=2)', ['carol']],
    ['(userAccountControl:1.2.840.113556.1.4.804:=0)', []],
    ['(userAccountControl:1.2.840.113556.1.4.803:=0)', all],
    ['(groupType:1.2.840.113556.1.4.803:=2147483648)', groups],
    ['(groupType=2147483650)', ['Domain Users', 'Bramble Users']],
    ['(groupType=-2147483646)', ['Domain Users', 'Bramble Users']],
    ['(sn:1.2.840.113556.1.4.803:=1)', []],
    // Groups, directly and by way of others.
    [`(memberOf=CN=Bramble Users,CN=Users,${dn})`, all],
    [`(memberOf=CN=Users,CN=Builtin,${dn})`, ['Domain Users', 'Bramble Users']],
    [
      `(memberOf:1.2.840.113556.1.4.1941:=CN=Users,CN=Builtin,${dn})`,
      ['Domain Users', 'Bramble Users', ...all],
    ],
    [`(memberOf:1.2.840.113556.1.4.1941:=CN=Bramble Users,CN=Users,${dn})`, all],
    [`(member:1.2.840.113556.1.4.1941:=CN=Alice,CN=Users,${dn})`, ['Bramble Users', 'Users']],
    [`(member=CN=alice,CN=Users,${dn})`, ['Bramble Users']],
    ['(memberOf=*)', ['Domain Users', 'Bramble Users', ...all]],
    ['(memberOf=CN=Bramble*)', []],
    ['(primaryGroupID=513)', all],
    // Ambiguous names.
    ['(anr=ali)', ['alice']],
    ['(anr=ARCH)', ['alice']],
    ['(anr=Alice Arch)', ['alice']],
    ['(anr=Arch Ali)', ['alice']],
    ['(anr=Alice Bark)', []],
    ['(anr==Alice)', ['alice']],
    ['(anr==Ali)', []],
    ['(anr=ali*)', ['alice']],
    ['(anr=bob@corp)', ['bob']],
    ['(anr=*)', []],
    ['(!(anr=ali))', [...groups, 'bob', 'carol', 'dave', 'star*']],
    // Likeness is equality.
    ['(sAMAccountName~=BOB)', ['bob']],
    ['(sAMAccountName~=bo)', []],
    // Order, by syntax.
    ['(&(objectClass=user)(sAMAccountName>=c))', ['carol', 'dave', 'star*']],
    ['(&(objectClass=user)(sAMAccountName<=BOB))', ['alice', 'bob']],
    ['(userAccountControl>=513)', ['carol']],
    ['(&(objectClass=user)(userAccountControl<=512))', ['alice', 'bob', 'dave', 'star*']],
    ['(userAccountControl>=60)', all],
    ['(accountExpires>=9223372036854775807)', all],
    ['(pwdLastSet=0)', ['dave']],
    ['(pwdLastSet>=1)', ['alice', 'bob', 'carol', 'star*']],
    ['(&(objectClass=user)(whenCreated>=20090101000000.0Z))', all],
    ['(&(objectClass=user)(whenCreated>=20990101000000.0Z))', []],
    ['(&(objectClass=user)(whenCreated<=20090203090000+0100))', all],
    ['(whenCreated<=yesterday)', []],
    [`(memberOf>=CN=A,${dn})`, []],
    // Text: case, accents, parts, escapes.
    ['(SAMACCOUNTNAME=Alice)', ['alice']],
    ['(displayName=carola muller)', ['carol']],
    ['(sn=MÜLLER)', ['carol']],
    ['(sn=M\\c3\\bcller)', ['carol']],
    ['(displayName=*müll*)', ['carol']],
    ['(displayName=a*e*r)', ['alice']],
    ['(displayName=*archer)', ['alice']],
    ['(cn=alice*alice)', []],
    ['(sAMAccountName=star\\2a)', ['star*']],
    ['(displayName=*\\28odd\\29 \\5c*)', ['star*']],
    ['(sn=*)', ['alice', 'bob', 'carol', 'star*']],
    ['(userAccountControl=5*)', []],
    // Other names of attributes.
    ['(2.5.4.3=alice)', ['alice']],
    ['(OID.2.5.4.3=alice)', ['alice']],
    ['(1.2.840.113556.1.4.221=bob)', ['bob']],
    ['(cn;binary=alice)', ['alice']],
    // Octets, and the text that stands for them.
    [`(objectGUID=${octets(alice, 'objectGUID')})`, ['alice']],
    [`(objectSid=${octets(alice, 'objectSid')})`, ['alice']],
    [`(objectSid=${domain.sid}-513)`, ['Domain Users']],
    ['(objectSid=S-1-5-32-545)', ['Users']],
    // Names.
    [`(distinguishedName=cn=alice, cn=users,${dn})`, ['alice']],
    [`(distinguishedName=CN=\\5c61lice,CN=Users,${dn})`, ['alice']],
    ['(userPrincipalName=alice@CORP.example)', ['alice']],
    ['(mail=bob@corp.example)', ['bob']],
    ['(proxyAddresses=smtp:bob@corp.example)', ['bob']],
    ['(msRTCSIP-PrimaryUserAddress=sip:alice@corp.example)', ['alice']],
    ['(msRTCSIP-UserEnabled=TRUE)', withSip],
    ['(msRTCSIP-UserEnabled=true)', []],
    ['(!(msRTCSIP-UserEnabled=TRUE))', [...groups, 'dave']],
    // Extensible matches without a rule of Active Directory's.
    ['(cn:=alice)', ['alice']],
    ['(cn:dn:=Users)', ['Users']],
    ['(cn:caseIgnoreMatch:=alice)', []],
    ['(cn:dn:2.5.13.2:=alice)', []],
    // Nothing, and everything.
    ['(&)', [...groups, ...all]],
    ['(|)', []],
    ['(objectClass=*)', [...groups, ...all]],
  ])('%s: %j', (text, expected) => {
    expect(named(text, true).sort()).toEqual([...expected].sort())
  })
})

/** An undefined clause stays undefined when it is negated; it has no effect if another operand decides. */
describe('a filter is undefined for', () => {
  const everybody = [...groups, ...all]
  test.each([
    '(noSuchAttribute=1)',
    '(noSuchAttribute=*)',
    '(!(noSuchAttribute=*))',
    '(noSuchAttribute>=1)',
    '(noSuchAttribute~=1)',
    '(noSuchAttribute:1.2.840.113556.1.4.803:=1)',
    '(&(noSuchAttribute=1)(objectClass=*))',
    '(|(noSuchAttribute=1)(objectCategory=computer))',
    '(!(|(noSuchAttribute=1)(objectCategory=computer)))',
    '(userAccountControl=many)',
    '(!(userAccountControl=many))',
    '(userAccountControl:1.2.840.113556.1.4.803:=0x2)',
    '(userAccountControl=99999999999)',
    '(msRTCSIP-UserEnabled=yes)',
    '(whenCreated=20090231000000.0Z)',
    '(memberOf=nonsense)',
    '(objectClass=noSuchClass)',
    '(!(objectClass=noSuchClass))',
    '(cn;lang-de=alice)',
    '(userAccountControl=5*)',
    '(memberOf=CN=B*)',
    `(memberOf>=CN=A,${dn})`,
    '(cn:1.2.3.4:=alice)',
    '(:caseIgnoreMatch:=alice)',
    '(anr>=a)',
    '(anr=*ali)',
  ])('%s', (text) => {
    expect(named(text, null)).toEqual(expect.arrayContaining(everybody))
  })

  test('no filter whose result another operand decides', () => {
    expect(named('(|(noSuchAttribute=1)(cn=alice))', true)).toEqual(['alice'])
    expect(named('(!(&(noSuchAttribute=1)(cn=alice)))', true)).not.toContain('alice')
    expect(named('(!(&(noSuchAttribute=1)(cn=alice)))', true)).toContain('bob')
  })
})

test.each(['(canonicalName=corp.example/Users/alice)', '(tokenGroups=*)', '(!(primaryGroupToken=513))'])(
  '%s is refused, since it names a constructed attribute',
  (text) => {
    expect(() => named(text, true)).toThrow(InappropriateMatching)
  },
)
