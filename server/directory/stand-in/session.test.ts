import { beforeEach, describe, expect, test } from 'vitest'
import { createVirtualClock } from '../../lab/clock/index.ts'
import { createNtlmClient, ntHash } from '../../ntlm/index.ts'
import {
  type LdapControl,
  LdapError,
  type LdapOperation,
  readPagedResults,
  resultCode,
  type SearchRequest,
  writePagedResults,
} from '../ldap/index.ts'
import { filterOf } from '../testing/filter-text.ts'
import type { Account } from './account.ts'
import { createDomain } from './domain.ts'
import { createSession, type Session } from './session.ts'
import { Tree } from './tree.ts'

const dn = 'DC=corp,DC=example'
const usersDn = `CN=Users,${dn}`
const secret = 'Passw0rd!'
const crowd = 2500

const accounts = new Map<string, Account>()
function add(id: string, name: string, state: Account['state'] = 'enabled'): void {
  accounts.set(id, { id, name, state, ntHash: ntHash(secret), sipAddress: `sip:${id}@corp.example` })
}
add('alice', 'Alice Archer')
add('bob', 'Bob Barker')
add('locked', 'Locked Out', 'locked')
for (let number = 1; number <= crowd; number += 1) add(`load${number}`, `Load ${number}`)

const domain = createDomain({
  clock: createVirtualClock(),
  accounts: { find: (id) => accounts.get(id.toLowerCase()), all: () => accounts.values() },
  domain: { name: 'CORP', dns: 'corp.example' },
  simpleBind: 'over-tls',
  isNtlmAllowed: true,
  hasTls: true,
})
const contents = { domain, tree: new Tree(domain) }

let session: Session
beforeEach(() => {
  session = bound()
})

function bound(): Session {
  const made = createSession(contents)
  expect(codeOf(bind(made, 'alice@corp.example', secret))).toBe(0)
  return made
}

function bind(at: Session, name: string, password: string, version = 3): LdapOperation[] {
  const authentication = { kind: 'simple', password: Buffer.from(password) } as const
  return ask(at, { kind: 'bindRequest', version, name, authentication })
}

function ask(at: Session, operation: LdapOperation, controls: LdapControl[] = []): LdapOperation[] {
  return at
    .handle({ id: 1, operation, controls }, { isEncrypted: true })
    .answers.map((answer) => answer.operation)
}

function codeOf(answers: readonly LdapOperation[]): number {
  const last = answers.at(-1)
  if (last?.kind === 'sicilyBindResponse') return last.code
  return last && 'result' in last ? last.result.code : -1
}

const searching = (request: Partial<SearchRequest> & { text?: string }): SearchRequest => ({
  kind: 'searchRequest',
  base: dn,
  scope: 'sub',
  sizeLimit: 0,
  isTypesOnly: false,
  attributes: [],
  ...request,
  filter: request.filter ?? filterOf(request.text ?? '(objectClass=*)'),
})

/** What a search finds, what it ends with, and the controls of its end. */
function search(
  request: Partial<SearchRequest> & { text?: string },
  controls: LdapControl[] = [],
  at = session,
) {
  const { answers } = at.handle({ id: 1, operation: searching(request), controls }, { isEncrypted: true })
  const last = answers.at(-1)
  const entries = answers.slice(0, -1).map(({ operation }) => {
    if (operation.kind !== 'searchResultEntry') throw new Error(operation.kind)
    const { attributes } = operation
    return {
      dn: operation.dn,
      attributes: Object.fromEntries(attributes.map(({ name, values }) => [name, values])),
    }
  })
  if (last?.operation.kind !== 'searchResultDone') throw new Error('the search has no end')
  return { entries, ...last.operation.result, controls: last.controls ?? [] }
}

const control = (oid: string, value: Uint8Array | null = null, isCritical = true) => ({
  oid,
  isCritical,
  value,
})
const paged = (size: number, cookie: Uint8Array = new Uint8Array(0)) =>
  control('1.2.840.113556.1.4.319', writePagedResults({ size, cookie }))
const pageOf = (controls: readonly LdapControl[]) =>
  readPagedResults(controls.find(({ oid }) => oid === '1.2.840.113556.1.4.319')?.value ?? null)

describe('paged results', () => {
  const people = { text: '(objectClass=user)', attributes: ['sAMAccountName'] }

  test.each([1, 7, 100, 999, 1000, 2000, 2503, 10_000])('bring everybody once, %s at a time', (size) => {
    const names: unknown[] = []
    let cookie: Uint8Array = new Uint8Array(0)
    do {
      const page = search(people, [paged(size, cookie)])
      expect(page.code).toBe(0)
      expect(page.entries.length).toBeLessThanOrEqual(Math.min(size, 1000))
      names.push(...page.entries.flatMap((entry) => entry.attributes.sAMAccountName))
      const answered = pageOf(page.controls)
      expect(answered.size).toBe(crowd + 3)
      cookie = answered.cookie
    } while (cookie.length > 0 && (size > 1 || names.length < 50))
    if (size > 1) expect(names).toHaveLength(crowd + 3)
    expect(new Set(names).size).toBe(names.length)
  })

  test('a search that returns nothing has one page', () => {
    const page = search({ text: '(cn=nobody)' }, [paged(10)])
    expect([page.code, pageOf(page.controls)]).toEqual([0, { size: 0, cookie: Buffer.alloc(0) }])
  })

  test('a page of no size tells how many there are, and ends what is under way', () => {
    const none = search(people, [paged(0)])
    expect([none.code, none.entries, pageOf(none.controls).size]).toEqual([0, [], crowd + 3])
    const first = search(people, [paged(10, pageOf(none.controls).cookie)])
    expect(first.entries).toHaveLength(10)
    const { cookie } = pageOf(first.controls)
    const ended = search(people, [paged(0, cookie)])
    expect([ended.code, pageOf(ended.controls).cookie.length]).toEqual([0, 0])
    expect(search(people, [paged(10, cookie)]).code).toBe(resultCode.unavailableCriticalExtension)
  })

  test('a cookie is good once, for its own search and its own connection', () => {
    const cookie = () => pageOf(search(people, [paged(10)]).controls).cookie
    const used = cookie()
    expect(search(people, [paged(10, used)]).code).toBe(0)
    const refused = resultCode.unavailableCriticalExtension
    expect(search(people, [paged(10, used)]).code).toBe(refused)
    expect(search({ ...people, text: '(objectClass=group)' }, [paged(10, cookie())]).code).toBe(refused)
    expect(search({ ...people, base: usersDn }, [paged(10, cookie())]).code).toBe(refused)
    expect(search(people, [paged(10, cookie())], bound()).code).toBe(refused)
    expect(search(people, [paged(10, Buffer.from('made up'))]).code).toBe(refused)
    const before = cookie()
    expect(codeOf(bind(session, 'bob@corp.example', secret))).toBe(0)
    expect(search(people, [paged(10, before)]).code).toBe(refused)
  })

  test('a connection may have ten under way: the oldest is given up', () => {
    const cookies = Array.from({ length: 11 }, () => pageOf(search(people, [paged(10)]).controls).cookie)
    const codes = cookies.map((cookie) => search(people, [paged(10, cookie)]).code)
    expect(codes).toEqual([resultCode.unavailableCriticalExtension, ...Array(10).fill(0)])
  })

  test('a size limit counts over all pages', () => {
    const first = search({ ...people, sizeLimit: 15 }, [paged(10)])
    expect([first.code, first.entries.length]).toEqual([0, 10])
    const second = search({ ...people, sizeLimit: 15 }, [paged(10, pageOf(first.controls).cookie)])
    expect([second.code, second.entries.length]).toEqual([resultCode.sizeLimitExceeded, 5])
    expect(pageOf(second.controls).cookie).toHaveLength(0)
  })

  test.each([
    ['no value', null],
    ['no sequence', Buffer.from('0400', 'hex')],
    ['a negative size', Buffer.from('30050201ff0400', 'hex')],
    ['no cookie', Buffer.from('3003020101', 'hex')],
  ])('a control with %s is refused', (_, value) => {
    expect(search(people, [control('1.2.840.113556.1.4.319', value)]).code).toBe(resultCode.protocolError)
  })
})

describe('limits', () => {
  test('a search that is not paged ends at a thousand', () => {
    const { code, entries } = search({ text: '(objectClass=user)', attributes: ['1.1'] })
    expect([code, entries.length]).toEqual([resultCode.sizeLimitExceeded, 1000])
  })

  test.each([
    [1, resultCode.sizeLimitExceeded, 1],
    [9, resultCode.sizeLimitExceeded, 9],
    [10, resultCode.sizeLimitExceeded, 10],
    [11, resultCode.sizeLimitExceeded, 11],
    [12, 0, 12],
    [13, 0, 12],
  ])('of %s entries: %s with %s', (sizeLimit, code, length) => {
    // load25, load250 to load259, and load2500.
    const found = search({ text: '(cn=load25*)', base: usersDn, sizeLimit })
    expect([found.code, found.entries.length]).toEqual([code, length])
  })

  test('a filter that would take seconds is refused', () => {
    const filters = Array.from({ length: 12_000 }, () => filterOf('(sn=x*)'))
    expect(search({ filter: { kind: 'or', filters } }).code).toBe(resultCode.adminLimitExceeded)
  })
})

describe('sorted results', () => {
  /** SEQUENCE OF SortKey, by hand. */
  const key = (attribute: string, more = Buffer.alloc(0)) => {
    const name = Buffer.from(attribute)
    const inner = Buffer.concat([Buffer.of(0x04, name.length), name, more])
    return Buffer.concat([Buffer.of(0x30, inner.length), inner])
  }
  const keys = (...list: Buffer[]) => {
    const all = Buffer.concat(list)
    return Buffer.concat([Buffer.of(0x30, all.length), all])
  }
  const sort = (value: Uint8Array, isCritical = true) => control('1.2.840.113556.1.4.473', value, isCritical)
  const isReversed = Buffer.of(0x81, 0x01, 0xff)
  const request = { text: '(|(cn=alice)(cn=bob)(cn=locked)(cn=Users)(cn=load2))' }
  const names = (found: ReturnType<typeof search>) =>
    found.entries.map((entry) => String(entry.attributes.displayName ?? entry.attributes.name))
  const resultOf = (found: ReturnType<typeof search>) =>
    Buffer.from(found.controls.find(({ oid }) => oid === '1.2.840.113556.1.4.474')?.value ?? []).toString(
      'hex',
    )

  test.each([
    [
      'displayName',
      keys(key('displayName')),
      ['Alice Archer', 'Bob Barker', 'Load 2', 'Locked Out', 'Users', 'Users'],
    ],
    [
      'backwards',
      keys(key('displayName', isReversed)),
      ['Users', 'Users', 'Locked Out', 'Load 2', 'Bob Barker', 'Alice Archer'],
    ],
    [
      'by OID',
      keys(key('1.2.840.113556.1.2.13')),
      ['Alice Archer', 'Bob Barker', 'Load 2', 'Locked Out', 'Users', 'Users'],
    ],
  ])('%s', (_, value, expected) => {
    const found = search(request, [sort(value)])
    expect(found.code).toBe(0)
    expect(names(found)).toEqual(expected)
    expect(resultOf(found)).toBe('30030a0100')
  })

  test('page by page', () => {
    const people = { text: '(objectClass=user)', attributes: ['cn'] }
    const first = search(people, [sort(keys(key('cn', isReversed))), paged(2)])
    expect(first.entries.map((entry) => entry.attributes.cn)).toEqual([['locked'], ['load999']])
    const second = search(people, [
      sort(keys(key('cn', isReversed))),
      paged(2, pageOf(first.controls).cookie),
    ])
    expect(second.entries.map((entry) => entry.attributes.cn)).toEqual([['load998'], ['load997']])
  })

  test.each([
    ['an unknown attribute', keys(key('noSuch')), '30 0b 0a0110 80066e6f53756368'],
    ['a constructed attribute', keys(key('canonicalName')), '30120a0110800d63616e6f6e6963616c4e616d65'],
    [
      'an unknown rule',
      keys(key('cn', Buffer.from('8003312e32', 'hex').fill(0x31, 2))),
      '30070a01128002636e',
    ],
    ['two keys', keys(key('sn'), key('cn')), '30070a01358002636e'],
  ])('%s is refused when critical, and said when not', (_, value, expected) => {
    const critical = search(request, [sort(value)])
    expect([critical.code, critical.entries]).toEqual([resultCode.unavailableCriticalExtension, []])
    const other = search(request, [sort(value, false)])
    expect([other.code, other.entries.length]).toEqual([0, 6])
    expect(resultOf(critical)).toBe(expected.replaceAll(' ', ''))
    expect(resultOf(other)).toBe(expected.replaceAll(' ', ''))
  })
})

describe('controls', () => {
  const flags = (number: number) => Buffer.of(0x30, 0x03, 0x02, 0x01, number)

  test.each([
    ['1.2.840.113556.1.4.801', flags(7)],
    ['1.2.840.113556.1.4.417', null],
    ['1.2.840.113556.1.4.2064', null],
    ['1.2.840.113556.1.4.1339', null],
    ['1.2.840.113556.1.4.1340', flags(1)],
    ['1.2.840.113556.1.4.2239', flags(1)],
    ['1.2.840.113556.1.4.529', flags(1)],
    ['1.2.840.113556.1.4.529', null],
  ])('%s is taken', (oid, value) => {
    const found = search({ text: '(cn=alice)' }, [control(oid, value)])
    expect([found.code, found.entries.length]).toEqual([0, 1])
  })

  test.each(['1.2.3.4', '2.16.840.1.113730.3.4.9', '1.2.840.113556.1.4.528', '1.2.840.113556.1.4.841'])(
    '%s is refused when critical, and not looked at when not',
    (oid) => {
      expect(search({ text: '(cn=alice)' }, [control(oid)]).code).toBe(
        resultCode.unavailableCriticalExtension,
      )
      expect(search({ text: '(cn=alice)' }, [control(oid, null, false)]).entries).toHaveLength(1)
    },
  )

  test('extended names show GUID and SID', () => {
    const [text] = search({ text: '(cn=alice)', attributes: ['memberOf'] }, [
      control('1.2.840.113556.1.4.529', flags(1)),
    ]).entries
    const form = /^<GUID=[0-9a-f-]{36}>;<SID=S-1-5-21(-\d+){4}>;CN=/
    expect(text?.dn).toMatch(form)
    expect(text?.dn).toContain(`;CN=alice,${usersDn}`)
    expect(text?.attributes.memberOf?.[0]).toMatch(form)
    const [hex] = search({ text: '(cn=alice)' }, [control('1.2.840.113556.1.4.529')]).entries
    expect(hex?.dn).toMatch(/^<GUID=[0-9a-f]{32}>;<SID=01050000000000051500[0-9a-f]+>;CN=alice,/)
  })

  test('a search from the root goes everywhere where that is asked for', () => {
    const crossRef = { base: '', text: '(nETBIOSName=*)', attributes: ['nETBIOSName'] }
    expect(search(crossRef).code).toBe(resultCode.noSuchObject)
    const found = search(crossRef, [control('1.2.840.113556.1.4.1340', flags(2))])
    expect(found.entries.map((entry) => entry.attributes.nETBIOSName)).toEqual([['CORP']])
  })
})

describe('bases and scopes', () => {
  test.each<[string, SearchRequest['scope'], string[]]>([
    [dn, 'base', [dn]],
    [dn, 'one', [usersDn, `CN=Builtin,${dn}`]],
    [`CN=Builtin,${dn}`, 'sub', [`CN=Builtin,${dn}`, `CN=Users,CN=Builtin,${dn}`]],
    [`CN=alice,${usersDn}`, 'sub', [`CN=alice,${usersDn}`]],
    [`CN=alice,${usersDn}`, 'one', []],
    [`2.5.4.3=\\61lice,cn="users", ${dn}`, 'base', [`CN=alice,${usersDn}`]],
    [`<WKGUID=A9D1CA15768811D1ADED00C04FD8D5CD,${dn}>`, 'base', [usersDn]],
    [`<SID=${domain.sid}-513>`, 'base', [`CN=Domain Users,${usersDn}`]],
  ])('%s, %s: %j', (base, scope, expected) => {
    expect(search({ base, scope, attributes: ['1.1'] }).entries.map((entry) => entry.dn)).toEqual(expected)
  })

  test('a GUID is a base', () => {
    const [alice] = search({ text: '(cn=alice)' }).entries
    const guid = Buffer.from((alice?.attributes.objectGUID?.[0] as Uint8Array) ?? []).toString('hex')
    expect(search({ base: `<GUID=${guid}>`, scope: 'base' }).entries[0]?.dn).toBe(alice?.dn)
  })

  test.each([
    [`CN=nobody,${usersDn}`, usersDn],
    [`CN=x,CN=alice,${usersDn}`, `CN=alice,${usersDn}`],
    [`CN=x,CN=y,OU=z,${dn}`, dn],
    [`CN=x,CN=Partitions,CN=Configuration,${dn}`, `CN=Partitions,CN=Configuration,${dn}`],
    ['DC=other,DC=example', ''],
    ['DC=example', ''],
    ['<GUID=00000000000000000000000000000000>', ''],
  ])('%s is not there; what is of it is %j', (base, matchedDn) => {
    expect(search({ base })).toMatchObject({ code: resultCode.noSuchObject, matchedDn, entries: [] })
  })

  test.each(['nonsense', 'CN=', `CN=a"b,${dn}`])('%s is no name', (base) => {
    expect(search({ base }).code).toBe(resultCode.invalidDNSyntax)
  })

  test('what programs look for in a forest is there', () => {
    const root = search({ base: '', scope: 'base' }).entries[0]?.attributes ?? {}
    for (const name of ['subschemaSubentry', 'serverName', 'dsServiceName', 'schemaNamingContext']) {
      const base = String(root[name]?.[0])
      expect(search({ base, scope: 'base' }).entries).toHaveLength(1)
    }
    const described = search({
      base: String(root.subschemaSubentry),
      scope: 'base',
      attributes: ['attributeTypes'],
    })
    expect(described.entries[0]?.attributes.attributeTypes).toContain(
      "( 2.5.4.3 NAME 'cn' SYNTAX '1.3.6.1.4.1.1466.115.121.1.15' SINGLE-VALUE )",
    )
  })
})

describe('attributes', () => {
  const of = (attributes: string[], more: Partial<SearchRequest> = {}) =>
    search({ base: `CN=alice,${usersDn}`, scope: 'base', attributes, ...more }).entries[0]?.attributes ?? {}

  test('of a user', () => {
    expect(of([])).toMatchObject({
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      objectCategory: [`CN=Person,CN=Schema,CN=Configuration,${dn}`],
      distinguishedName: [`CN=alice,${usersDn}`],
      cn: ['alice'],
      name: ['alice'],
      givenName: ['Alice'],
      sn: ['Archer'],
      displayName: ['Alice Archer'],
      mail: ['alice@corp.example'],
      userPrincipalName: ['alice@corp.example'],
      sAMAccountName: ['alice'],
      sAMAccountType: ['805306368'],
      userAccountControl: ['512'],
      primaryGroupID: ['513'],
      memberOf: [`CN=Bramble Users,${usersDn}`],
      instanceType: ['4'],
      accountExpires: ['9223372036854775807'],
      'msRTCSIP-PrimaryUserAddress': ['sip:alice@corp.example'],
      'msRTCSIP-UserEnabled': ['TRUE'],
    })
    const { objectGUID, objectSid } = of(['objectGUID', 'objectSid'])
    expect(objectGUID?.[0]).toHaveLength(16)
    expect(objectSid?.[0]).toHaveLength(28)
  })

  test('are the same in another lab of the same names', () => {
    const other = createSession({
      domain,
      tree: new Tree(createDomain({ ...domain, domain: { name: 'CORP', dns: 'corp.example' } })),
    })
    bind(other, 'alice@corp.example', secret)
    expect(search({ text: '(cn=alice)' }, [], other).entries).toEqual(search({ text: '(cn=alice)' }).entries)
  })

  test.each<[string[], string[]]>([
    [['1.1'], []],
    [
      ['CN', 'MAIL'],
      ['cn', 'mail'],
    ],
    [['2.5.4.3'], ['cn']],
    [['cn', 'noSuchAttribute', 'title'], ['cn']],
    [
      ['canonicalName', 'tokenGroups'],
      ['tokenGroups', 'canonicalName'],
    ],
    [['1.1', 'cn'], ['cn']],
    [['cn;binary'], ['cn;binary']],
    [['cn;lang-de'], []],
    [
      ['+'],
      [
        'msDS-User-Account-Control-Computed',
        'msDS-UserPasswordExpiryTimeComputed',
        'msDS-PrincipalName',
        'createTimeStamp',
        'modifyTimeStamp',
        'subSchemaSubEntry',
        'structuralObjectClass',
        'canonicalName',
      ],
    ],
  ])('asked for %j come %j', (asked, names) => {
    expect(Object.keys(of(asked))).toEqual(names)
  })

  test('constructed ones are no part of all, but may be asked for beside', () => {
    expect(of(['*'])).not.toHaveProperty('canonicalName')
    expect(of(['*', 'canonicalName']).canonicalName).toEqual(['corp.example/Users/alice'])
    expect(of(['*', '+'])).toMatchObject({ cn: ['alice'], createTimeStamp: ['20090203080000.0Z'] })
    expect(search({ text: '(cn=alice)', attributes: ['tokenGroups'] }).entries[0]?.attributes).toEqual({})
  })

  test('come without values where only types are wanted', () => {
    expect(of(['cn', 'mail'], { isTypesOnly: true })).toEqual({ cn: [], mail: [] })
  })

  test('of many values come in parts', () => {
    const members = (asked: string) =>
      search({ base: `CN=Bramble Users,${usersDn}`, scope: 'base', attributes: [asked] }).entries[0]
        ?.attributes ?? {}
    expect(members('member')).toMatchObject({ member: [], 'member;range=0-1499': { length: 1500 } })
    expect(members('member;range=1500-*')).toMatchObject({
      'member;range=1500-*': { length: crowd + 3 - 1500 },
    })
    expect(members('member;range=0-*')).toMatchObject({ 'member;range=0-1499': { length: 1500 } })
    expect(members('Member;Range=10-19')).toMatchObject({ 'member;range=10-19': { length: 10 } })
    expect(members('member;range=9999-*')).toEqual({ 'member;range=9999-*': [] })
    expect(of(['memberOf;range=0-*'])).toEqual({ 'memberOf;range=0-*': [`CN=Bramble Users,${usersDn}`] })
  })
})

describe('compare', () => {
  const compare = (name: string, attribute: string, value: string, at = session) =>
    codeOf(ask(at, { kind: 'compareRequest', dn: name, attribute, value: Buffer.from(value) }))
  const alice = `CN=alice,${usersDn}`
  const { compareFalse: no, compareTrue: yes } = resultCode

  test.each([
    [alice, 'sAMAccountName', 'ALICE', yes],
    [alice, 'sAMAccountName', 'bob', no],
    [alice, 'sAMAccountType', '805306368', yes],
    [alice, '2.5.4.3', 'alice', yes],
    [alice, 'objectClass', 'user', yes],
    [alice, 'objectClass', 'group', no],
    [alice, 'objectClass', 'nonsense', no],
    [alice, 'objectCategory', 'person', yes],
    [alice, 'memberOf', `cn=bramble users, ${usersDn}`, yes],
    [alice, 'memberOf', 'nonsense', no],
    [alice, 'objectSid', `${domain.sid}-513`, no],
    [alice, 'title', 'x', resultCode.noSuchAttribute],
    [alice, 'noSuchAttribute', 'x', resultCode.noSuchAttribute],
    [alice, 'userAccountControl', 'many', resultCode.invalidAttributeSyntax],
    [alice, 'canonicalName', 'corp.example/users/alice', yes],
    [`CN=Bramble Users,${usersDn}`, 'member', alice, yes],
    [`CN=Bramble Users,${usersDn}`, 'member', `CN=nobody,${usersDn}`, no],
    [`CN=nobody,${usersDn}`, 'cn', 'nobody', resultCode.noSuchObject],
    ['nonsense', 'cn', 'x', resultCode.invalidDNSyntax],
    ['', 'defaultNamingContext', dn, yes],
    ['', 'cn', 'x', resultCode.noSuchAttribute],
  ])('%s, %s, %s: %s', (name, attribute, value, expected) => {
    expect(compare(name, attribute, value)).toBe(expected)
  })

  test('is for who is bound', () => {
    expect(compare(alice, 'cn', 'alice', createSession(contents))).toBe(resultCode.operationsError)
  })
})

describe('a simple bind', () => {
  const guid = () => {
    const [value] = search({ text: '(cn=alice)' }).entries[0]?.attributes.objectGUID ?? []
    const hex = Buffer.from(value as Uint8Array)
    const part = (from: number, to: number) => hex.subarray(from, to).reverse().toString('hex')
    return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}-${hex.toString('hex', 8, 10)}-${hex.toString('hex', 10)}`
  }

  test.each([
    'alice@corp.example',
    'ALICE@CORP.EXAMPLE',
    'alice@CORP',
    'CORP\\alice',
    'corp\\Alice',
    'corp.example\\alice',
    `CN=alice,${usersDn}`,
    `2.5.4.3=\\61lice, cn=Users, ${dn}`,
    `CN="alice",${usersDn}`,
    'corp.example/Users/alice',
    'corp.example/Users\nalice',
    'Alice Archer',
    'alice archer',
    `<SID=${'sid'}>`,
    '{guid}',
    'sid',
  ])('as %s is let in', (name) => {
    const [sid] = search({ text: '(cn=alice)' }).entries[0]?.attributes.objectSid ?? []
    const rid = Buffer.from(sid as Uint8Array).readUInt32LE(24)
    const real = name.replace('sid', `${domain.sid}-${rid}`).replace('guid', guid())
    const at = createSession(contents)
    expect(codeOf(bind(at, real, secret))).toBe(0)
    expect(at.isBound).toBe(true)
  })

  test.each([
    'alice',
    '\\alice',
    'OTHER\\alice',
    'CORP\\',
    'CORP\\\\alice',
    'CORP\\alice@corp.example',
    'alice@other.example',
    'alice@',
    '@corp.example',
    'alice@corp.example@corp.example',
    ' ',
    `CN=alice,CN=Builtin,${dn}`,
    `CN=Bramble Users,${usersDn}`,
    usersDn,
    'CN=alice',
    'cn=nonsense"',
    '{00000000-0000-0000-0000-000000000000}',
    'S-1-5-32-545',
    'corp.example/alice',
    'Archer',
  ])('as %s is not', (name) => {
    const at = createSession(contents)
    expect(codeOf(bind(at, name, secret))).toBe(resultCode.invalidCredentials)
    expect(at.isBound).toBe(false)
  })

  test('without a password asks to be nobody, whoever is named', () => {
    for (const name of ['', 'alice@corp.example', 'nobody']) {
      expect(codeOf(bind(session, name, ''))).toBe(0)
      expect(session.isBound).toBe(false)
      expect(search({}).code).toBe(resultCode.operationsError)
    }
  })

  test('that fails leaves nobody bound', () => {
    expect(codeOf(bind(session, 'alice@corp.example', 'wrong'))).toBe(resultCode.invalidCredentials)
    expect(search({}).code).toBe(resultCode.operationsError)
  })

  test.each([
    [2, 0],
    [3, 0],
    [0, resultCode.protocolError],
    [1, resultCode.protocolError],
    [4, resultCode.protocolError],
    [-1, resultCode.protocolError],
  ])('of version %s ends with %s', (version, code) => {
    expect(codeOf(bind(session, 'alice@corp.example', secret, version))).toBe(code)
  })
})

describe('a Sicily bind', () => {
  const sicily = (
    step: 'package-discovery' | 'negotiate' | 'response',
    token: Uint8Array = new Uint8Array(0),
  ) => {
    const authentication = { kind: 'sicily', step, token } as const
    return ask(session, { kind: 'bindRequest', version: 3, name: '', authentication })[0]
  }
  const client = (user: string, password: string, ofDomain = 'CORP') =>
    createNtlmClient({ user, domain: ofDomain, workstation: '', ntHash: ntHash(password) }, { now: 0 })
  const credentials = (answer: LdapOperation | undefined) => {
    if (answer?.kind !== 'sicilyBindResponse') throw new Error('no Sicily answer')
    return answer.serverCredentials
  }

  test('names NTLM', () => {
    expect(Buffer.from(credentials(sicily('package-discovery'))).toString()).toBe('NTLM')
    expect(session.isBound).toBe(false)
  })

  test.each([
    ['alice', secret, 'CORP', 0, ''],
    ['ALICE', secret, 'corp', 0, ''],
    ['alice', secret, 'corp.example', 0, ''],
    ['alice', 'wrong', 'CORP', 49, 'data 52e'],
    ['alice', secret, 'OTHER', 49, 'data 525'],
    ['locked', secret, 'CORP', 49, 'data 775'],
  ])('as %s with %s of %s ends with %s %s', (user, password, ofDomain, code, data) => {
    const ntlm = client(user, password, ofDomain)
    const challenged = sicily('negotiate', ntlm.negotiate())
    expect(challenged).toMatchObject({ code: 0 })
    expect(session.isBound).toBe(false)
    const answer = sicily('response', ntlm.authenticate(credentials(challenged)).token)
    expect(answer).toMatchObject({ code, diagnostic: expect.stringContaining(data) })
    expect(session.isBound).toBe(code === 0)
  })

  test('out of order, or of nonsense, is refused', () => {
    const ntlm = client('alice', secret)
    const { token } = ntlm.authenticate(credentials(sicily('negotiate', ntlm.negotiate())))
    expect(codeOf(bind(session, 'alice@corp.example', secret))).toBe(0)
    expect(sicily('response', token)).toMatchObject({ code: resultCode.invalidCredentials })
    expect(sicily('negotiate', Buffer.from('nonsense'))).toMatchObject({
      code: resultCode.invalidCredentials,
    })
    expect(sicily('negotiate', token)).toMatchObject({ code: resultCode.invalidCredentials })
    expect(session.isBound).toBe(false)
  })

  test('is no time for StartTLS', () => {
    sicily('negotiate', client('alice', secret).negotiate())
    const startTls = { kind: 'extendedRequest', oid: '1.3.6.1.4.1.1466.20037', value: null } as const
    const { answers, next } = session.handle(
      { id: 2, operation: startTls, controls: [] },
      { isEncrypted: false },
    )
    expect([codeOf(answers.map(({ operation }) => operation)), next]).toEqual([
      resultCode.operationsError,
      'go-on',
    ])
  })
})

describe('operations', () => {
  test.each<[string, LdapOperation]>([
    [
      'a bindResponse',
      { kind: 'bindResponse', result: { code: 0, matchedDn: '', diagnostic: '' }, serverSaslCreds: null },
    ],
    [
      'an extendedResponse',
      {
        kind: 'extendedResponse',
        result: { code: 0, matchedDn: '', diagnostic: '' },
        oid: null,
        value: null,
      },
    ],
  ])('%s is no request', (_, operation) => {
    expect(() => ask(session, operation)).toThrow(LdapError)
  })

  test('writes are refused, and what is unknown is not understood', () => {
    const modify = { kind: 'unsupportedRequest', name: 'modifyRequest', responseTag: 0x67 } as const
    expect(codeOf(ask(session, modify))).toBe(resultCode.unwillingToPerform)
    expect(codeOf(ask(session, modify, [control('1.2.840.113556.1.4.805')]))).toBe(
      resultCode.unwillingToPerform,
    )
    expect(codeOf(ask(session, modify, [control('1.2.3.4')]))).toBe(resultCode.unavailableCriticalExtension)
    for (const oid of ['1.3.6.1.1.8', '1.2.3.4', '']) {
      expect(codeOf(ask(session, { kind: 'extendedRequest', oid, value: null }))).toBe(
        resultCode.protocolError,
      )
    }
    expect(ask(session, { kind: 'abandonRequest' })).toEqual([])
    expect(search({ text: '(cn=alice)' }).entries).toHaveLength(1)
  })

  test('a constructed attribute in a filter is inappropriate', () => {
    expect(search({ text: '(canonicalName=x)' }).code).toBe(resultCode.inappropriateMatching)
  })
})
