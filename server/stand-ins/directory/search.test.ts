import { beforeEach, describe, expect, test } from 'vitest'
import { type LdapControl, resultCode, type SearchRequest } from '../../protocols/ldap/index.ts'
import type { LdapSession } from './session.ts'
import {
  ask,
  boundSession,
  codeOf,
  contents,
  crowd,
  dn,
  newContents,
  newSession,
  search as searchAt,
  usersDn,
  type Wanted,
} from './testing/session-fixture.ts'

let session: LdapSession
beforeEach(() => {
  session = boundSession()
})

const search = (request: Wanted, controls: LdapControl[] = [], at = session) =>
  searchAt(at, request, controls)

describe('bases and scopes', () => {
  test.each<[string, SearchRequest['scope'], string[]]>([
    [dn, 'base', [dn]],
    [dn, 'one', [usersDn, `CN=Builtin,${dn}`]],
    [`CN=Builtin,${dn}`, 'sub', [`CN=Builtin,${dn}`, `CN=Users,CN=Builtin,${dn}`]],
    [`CN=alice,${usersDn}`, 'sub', [`CN=alice,${usersDn}`]],
    [`CN=alice,${usersDn}`, 'one', []],
    [`2.5.4.3=\\61lice,cn="users", ${dn}`, 'base', [`CN=alice,${usersDn}`]],
    [`<WKGUID=A9D1CA15768811D1ADED00C04FD8D5CD,${dn}>`, 'base', [usersDn]],
    [`<SID=${contents.domain.sid}-513>`, 'base', [`CN=Domain Users,${usersDn}`]],
  ])('%s, %s: %j', (base, scope, expected) => {
    expect(search({ base, scope, attributes: ['1.1'] }).entries.map((entry) => entry.dn)).toEqual(expected)
  })

  test('a GUID may be the base', () => {
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
  ])('%s does not exist; the matched part is %j', (base, matchedDn) => {
    expect(search({ base })).toMatchObject({ code: resultCode.noSuchObject, matchedDn, entries: [] })
  })

  test.each(['nonsense', 'CN=', `CN=a"b,${dn}`])('%s is not a distinguished name', (base) => {
    expect(search({ base }).code).toBe(resultCode.invalidDNSyntax)
  })

  test('entries that programs look for in a forest exist', () => {
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

  test('are the same in another lab with the same names', () => {
    const other = boundSession(newContents())
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
  ])('requested as %j are %j', (asked, names) => {
    expect(Object.keys(of(asked))).toEqual(names)
  })

  test('that are constructed are not part of *, but may be requested in addition', () => {
    expect(of(['*'])).not.toHaveProperty('canonicalName')
    expect(of(['*', 'canonicalName']).canonicalName).toEqual(['corp.example/Users/alice'])
    expect(of(['*', '+'])).toMatchObject({ cn: ['alice'], createTimeStamp: ['20090203080000.0Z'] })
    expect(search({ text: '(cn=alice)', attributes: ['tokenGroups'] }).entries[0]?.attributes).toEqual({})
  })

  test('have no values when only types are requested', () => {
    expect(of(['cn', 'mail'], { isTypesOnly: true })).toEqual({ cn: [], mail: [] })
  })

  test('with many values are returned in ranges', () => {
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
    [alice, 'objectSid', `${contents.domain.sid}-513`, no],
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

  test('requires a bind', () => {
    expect(compare(alice, 'cn', 'alice', newSession())).toBe(resultCode.operationsError)
  })
})
