import { beforeEach, describe, expect, test } from 'vitest'
import { type LdapControl, resultCode } from '../../protocols/ldap/index.ts'
import type { LdapSession } from './session.ts'
import { filterOf } from './testing/filter-text.ts'
import {
  bind,
  boundSession,
  codeOf,
  control,
  crowd,
  paged,
  pageOf,
  search as searchAt,
  secret,
  usersDn,
  type Wanted,
} from './testing/session-fixture.ts'

let session: LdapSession
beforeEach(() => {
  session = boundSession()
})

const search = (request: Wanted, controls: LdapControl[] = [], at = session) =>
  searchAt(at, request, controls)

describe('paged results', () => {
  const people = { text: '(objectClass=user)', attributes: ['sAMAccountName'] }

  test.each([1, 7, 100, 999, 1000, 2000, 2503, 10_000])('return every user once, %s at a time', (size) => {
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

  test('a search without results has one page', () => {
    const page = search({ text: '(cn=nobody)' }, [paged(10)])
    expect([page.code, pageOf(page.controls)]).toEqual([0, { size: 0, cookie: Buffer.alloc(0) }])
  })

  test('a page of size 0 returns the number of results, and ends a paged search', () => {
    const none = search(people, [paged(0)])
    expect([none.code, none.entries, pageOf(none.controls).size]).toEqual([0, [], crowd + 3])
    const first = search(people, [paged(10, pageOf(none.controls).cookie)])
    expect(first.entries).toHaveLength(10)
    const { cookie } = pageOf(first.controls)
    const ended = search(people, [paged(0, cookie)])
    expect([ended.code, pageOf(ended.controls).cookie.length]).toEqual([0, 0])
    expect(search(people, [paged(10, cookie)]).code).toBe(resultCode.unavailableCriticalExtension)
  })

  test('a cookie is valid once, for its own search and its own connection', () => {
    const cookie = () => pageOf(search(people, [paged(10)]).controls).cookie
    const used = cookie()
    expect(search(people, [paged(10, used)]).code).toBe(0)
    const refused = resultCode.unavailableCriticalExtension
    expect(search(people, [paged(10, used)]).code).toBe(refused)
    expect(search({ ...people, text: '(objectClass=group)' }, [paged(10, cookie())]).code).toBe(refused)
    expect(search({ ...people, base: usersDn }, [paged(10, cookie())]).code).toBe(refused)
    expect(search(people, [paged(10, cookie())], boundSession()).code).toBe(refused)
    expect(search(people, [paged(10, Buffer.from('made up'))]).code).toBe(refused)
    const before = cookie()
    expect(codeOf(bind(session, 'bob@corp.example', secret))).toBe(0)
    expect(search(people, [paged(10, before)]).code).toBe(refused)
  })

  test('a connection may have ten paged searches; the oldest is dropped', () => {
    const cookies = Array.from({ length: 11 }, () => pageOf(search(people, [paged(10)]).controls).cookie)
    const codes = cookies.map((cookie) => search(people, [paged(10, cookie)]).code)
    expect(codes).toEqual([resultCode.unavailableCriticalExtension, ...Array(10).fill(0)])
  })

  test('a size limit applies to all pages together', () => {
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
  test('a search without paging returns a thousand entries at most', () => {
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
  ])('a size limit of %s ends with %s and %s entries', (sizeLimit, code, length) => {
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

  test('can be combined with paging', () => {
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
  ])('%s is refused when critical, and reported otherwise', (_, value, expected) => {
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
  ])('%s is accepted', (oid, value) => {
    const found = search({ text: '(cn=alice)' }, [control(oid, value)])
    expect([found.code, found.entries.length]).toEqual([0, 1])
  })

  test.each(['1.2.3.4', '2.16.840.1.113730.3.4.9', '1.2.840.113556.1.4.528', '1.2.840.113556.1.4.841'])(
    '%s is refused when critical, and ignored otherwise',
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

  test('a search from the root covers every naming context on request', () => {
    const crossRef = { base: '', text: '(nETBIOSName=*)', attributes: ['nETBIOSName'] }
    expect(search(crossRef).code).toBe(resultCode.noSuchObject)
    const found = search(crossRef, [control('1.2.840.113556.1.4.1340', flags(2))])
    expect(found.entries.map((entry) => entry.attributes.nETBIOSName)).toEqual([['CORP']])
  })
})
