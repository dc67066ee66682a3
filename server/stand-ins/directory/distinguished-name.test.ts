import { describe, expect, test } from 'vitest'
import { dnKey, foldText, keyOf, parseDn } from './distinguished-name.ts'

const alice = dnKey('CN=alice,CN=Users,DC=corp,DC=example')

/** RFC 4514, and what older texts allowed. */
test.each([
  'cn=ALICE,cn=users,dc=CORP,dc=Example',
  ' CN = alice , CN=Users,  DC=corp ,DC=example ',
  'CN=alice;CN=Users;DC=corp;DC=example',
  'CN=\\61lice,CN=Users,DC=corp,DC=example',
  'CN=\\61\\6C\\69\\63\\65,CN=\\55sers,DC=corp,DC=example',
  'CN="alice",CN=Users,DC=corp,DC=example',
  'CN="ali\\63e" , CN=Users,DC=corp,DC=example',
  '2.5.4.3=alice,CN=Users,DC=corp,DC=example',
  'OID.2.5.4.3=alice,oid.2.5.4.3=Users,0.9.2342.19200300.100.1.25=corp,DC=example',
  'CN=#0405616c696365,CN=Users,DC=corp,DC=example',
  'CN=#0C05616C696365,CN=Users,DC=corp,DC=example',
  'CN=álice,CN=Users,DC=corp,DC=example',
  'CN=\\c3\\a1lice,CN=Users,DC=corp,DC=example',
])('%s is alice', (text) => {
  expect(dnKey(text)).toBe(alice)
})

test.each([
  'CN=alice,CN=Users,DC=corp',
  'CN=alice\\ ,CN=Users,DC=corp,DC=example',
  'CN=\\ alice,CN=Users,DC=corp,DC=example',
  'CN=alice\\20,CN=Users,DC=corp,DC=example',
  'OU=alice,CN=Users,DC=corp,DC=example',
  'CN=alice+CN=bob,CN=Users,DC=corp,DC=example',
  'CN=alice\\,CN=Users,DC=corp,DC=example',
])('%s is somebody else', (text) => {
  expect(dnKey(text)).not.toBeNull()
  expect(dnKey(text)).not.toBe(alice)
})

describe('names that are the same', () => {
  test.each([
    ['CN=a\\,b,DC=x', 'cn="A,b",dc=x'],
    ['CN=a\\2cb,DC=x', 'CN=a\\,b,DC=x'],
    ['CN=a\\+b,DC=x', 'CN=a\\2Bb,DC=x'],
    ['CN=a\\=b,DC=x', 'CN=a=b,DC=x'],
    ['CN=a\\\\b,DC=x', 'CN=a\\5cb,DC=x'],
    ['CN=\\#a,DC=x', 'CN=\\23a,DC=x'],
    ['CN=a\\"b,DC=x', 'CN="a\\"b",DC=x'],
    ['CN=a\\<\\>\\;b,DC=x', 'CN="a<>;b",DC=x'],
    ['CN=\\ a ,DC=x', 'CN=" a",DC=x'],
    ['CN=a\\   ,DC=x', 'CN="a ",DC=x'],
    ['CN=a \\+ b   ,DC=x', 'CN="a + b",DC=x'],
    ['CN=a+OU=b,DC=x', 'OU = b + CN = A,DC=x'],
    ['CN=Mu\\cc\\88ller,DC=x', 'CN=Müller,DC=x'],
    ['CN=😀,DC=x', 'CN=\\f0\\9f\\98\\80,DC=x'],
    ['1.2.3.4=#040161,DC=x', '1.2.3.4=a,DC=x'],
  ])('%s and %s', (one, other) => {
    expect(dnKey(one)).not.toBeNull()
    expect(dnKey(one)).toBe(dnKey(other))
  })
})

test.each([
  'alice',
  'CN=alice,Users,DC=corp',
  'CN=alice,',
  ',CN=alice',
  'CN=,DC=x',
  'CN=alice\\',
  'CN=alice\\x,DC=x',
  'CN=alice\\4,DC=x',
  'CN="alice,DC=x',
  'CN="alice"b,DC=x',
  'CN=a"b,DC=x',
  'CN=#04,DC=x',
  'CN=#0,DC=x',
  'CN=#xy,DC=x',
  'CN=#0405616c,DC=x',
  'C N=alice,DC=x',
  '1..2=a,DC=x',
  '=alice,DC=x',
  `${'CN=a,'.repeat(200)}DC=x`,
])('%s is not a distinguished name', (text) => {
  expect(parseDn(text)).toBeNull()
})

test('the root has the empty name', () => {
  expect(parseDn('')).toEqual([])
  expect(dnKey('')).toBe('')
})

test('a key is a valid name, and its own key', () => {
  for (const text of ['CN=a\\,b\\\\c\\#,OU=\\ x\\ +CN=y,DC=z', 'CN="<>;=+",DC=x', 'CN=\\#1,DC=x']) {
    const key = dnKey(text) ?? ''
    expect(dnKey(key)).toBe(key)
    expect(keyOf(parseDn(key) ?? [])).toBe(key)
  }
})

test('text is folded for comparison as in Active Directory', () => {
  expect(foldText('ÄLICE Ｗ ÿ')).toBe('alice w y')
})
