import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAuthority } from '../../server/certificates/index.ts'
import { createRealClock } from '../../server/clock/index.ts'
import type { Directory } from '../../server/stand-ins/directory/index.ts'
import { password, startTestDirectory } from '../../server/stand-ins/directory/testing/fixtures.ts'
import { type Outcome, run } from './program.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

const needs = {
  programs: { ldapsearch: 'ldap-utils', ldapwhoami: 'ldap-utils', ldapcompare: 'ldap-utils' },
}

/** LDAP result codes (RFC 4511 section 4.1.9), which are the exit codes of OpenLDAP's programs. */
const ended = {
  well: 0,
  operationsError: 1,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  strongerAuthRequired: 8,
  unavailableCriticalExtension: 12,
  noSuchAttribute: 16,
  noSuchObject: 32,
  invalidCredentials: 49,
}

describeWitness("OpenLDAP's client", needs, () => {
  let directory: Directory
  let folder: TemporaryFolder
  let environment: Record<string, string>

  beforeAll(async () => {
    folder = await openTemporaryFolder()
    const authority = await openAuthority({ folder: null, dns: 'corp.example' })
    directory = await startTestDirectory(createRealClock(), {
      certificate: await authority.issue('directory', 'valid'),
    })
    await writeFile(join(folder.path, 'ca.pem'), authority.certificate)
    const stranger = await openAuthority({ folder: null, dns: 'other.example' })
    await writeFile(join(folder.path, 'other-ca.pem'), stranger.certificate)
    environment = { LDAPTLS_CACERT: join(folder.path, 'ca.pem'), LDAPTLS_REQCERT: 'demand' }
  })
  afterAll(async () => {
    await directory?.stop()
    await folder?.remove()
  })

  const url = (scheme: 'ldap' | 'ldaps') => `${scheme}://127.0.0.1:${directory.port}`
  /** Options for a simple bind. Used with -ZZ, which requires StartTLS to succeed. */
  const as = (user: string, secret = password) => ['-x', '-D', `${user}@corp.example`, '-w', secret]

  function search(...args: string[]): Promise<Outcome> {
    return run('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', ...args], environment)
  }

  test('reads the root DSE without a bind', async () => {
    const { code, output } = await search('-x', '-H', url('ldap'), '-b', '', '-s', 'base', '*', '+')
    expect(code).toBe(ended.well)
    expect(output.split('\n')).toEqual(
      expect.arrayContaining([
        'defaultNamingContext: DC=corp,DC=example',
        'supportedLDAPVersion: 3',
        'supportedSASLMechanisms: GSS-SPNEGO',
        'dnsHostName: dc.corp.example',
      ]),
    )
  })

  test.each([
    ['StartTLS', 'ldap', ['-ZZ']],
    ['LDAPS', 'ldaps', []],
  ] as const)('binds over %s and learns its identity', async (_name, scheme, options) => {
    const { code, output } = await run(
      'ldapwhoami',
      [...as('alice'), '-H', url(scheme), ...options],
      environment,
    )
    expect([code, output]).toEqual([ended.well, 'u:CORP\\alice\n'])
  })

  test('reads the SIP address of a user', async () => {
    const { code, output } = await search(
      ...as('alice'),
      ...['-ZZ', '-H', url('ldap'), '-b', 'DC=corp,DC=example'],
      ...['(&(objectClass=user)(sAMAccountName=alice))', 'msRTCSIP-PrimaryUserAddress', 'displayName'],
    )
    expect(code).toBe(ended.well)
    expect(output.trim().split('\n')).toEqual([
      'dn: CN=alice,CN=Users,DC=corp,DC=example',
      'displayName: The alice one',
      'msRTCSIP-PrimaryUserAddress: sip:alice@corp.example',
    ])
  })

  const base = 'DC=corp,DC=example'
  /** Searches over StartTLS as alice. */
  const find = (...args: string[]) => search(...as('alice'), '-ZZ', '-H', url('ldap'), '-b', base, ...args)
  const everybody = ['account-expired', 'alice', 'disabled', 'enabled', 'locked', 'must-change-password']
  const names = ({ output }: Outcome) =>
    [...output.matchAll(/^sAMAccountName: (.*)$/gm)].map(([, name]) => name).sort()

  test.each([
    ['(&(objectCategory=person)(objectClass=user))', [...everybody, 'password-expired']],
    ['(&(objectClass=user)(userAccountControl:1.2.840.113556.1.4.803:=2))', ['disabled']],
    ['(anr=ali)', ['alice']],
    ['(&(objectClass=user)(sAMAccountName>=m))', ['must-change-password', 'password-expired']],
    ['(2.5.4.3=alice)', ['alice']],
    ['(cn;binary=alice)', ['alice']],
    ['(!(noSuchAttribute=1))', []],
    ['(&)', [...everybody, 'Bramble Users', 'Domain Users', 'Users', 'password-expired'].sort()],
  ])('finds with %s: %j', async (filter, expected) => {
    const outcome = await find(filter, 'sAMAccountName')
    expect([outcome.code, names(outcome)]).toEqual([ended.well, expected])
  })

  test.each([['!pr=2/noprompt'], ['pr=3/noprompt'], ['!sss=-sAMAccountName']])(
    'can use the search extension -E %s',
    async (control) => {
      const outcome = await find('-E', control, '(objectClass=user)', 'sAMAccountName')
      expect([outcome.code, names(outcome)]).toEqual([ended.well, [...everybody, 'password-expired']])
    },
  )

  test('is refused a critical extension that the directory does not support, and gets a size limit reported', async () => {
    const { unavailableCriticalExtension: refused } = ended
    expect((await find('-E', '!vlv=0/1/1/0', '-E', '!sss=cn', '(cn=alice)')).code).toBe(refused)
    const limited = await find('-z', '2', '(objectClass=user)', 'sAMAccountName')
    expect([limited.code, names(limited).length]).toEqual([ended.sizeLimitExceeded, 2])
  })

  test.each([
    'CN=\\61lice,CN=Users,DC=corp,DC=example',
    '2.5.4.3=alice,CN=Users,DC=corp,DC=example',
    'cn="alice" ; cn=#04055573657273,DC=corp,DC=example',
  ])('binds and reads as %s', async (dn) => {
    const who = ['-x', '-D', dn, '-w', password, '-ZZ', '-H', url('ldap')]
    const { code, output } = await search(...who, '-b', dn, '-s', 'base', '1.1')
    expect([code, output.trim()]).toEqual([ended.well, 'dn: CN=alice,CN=Users,DC=corp,DC=example'])
  })

  test('learns the existing part of a search base that does not exist', async () => {
    const { code, errors } = await find('-b', `CN=x,OU=nowhere,${base}`)
    expect(code).toBe(ended.noSuchObject)
    expect(errors).toContain(`Matched DN: ${base}\n`)
  })

  test.each([
    ['sAMAccountName:ALICE', ended.compareTrue],
    ['sAMAccountName:bob', ended.compareFalse],
    ['sAMAccountType:805306368', ended.compareTrue],
    ['title:x', ended.noSuchAttribute],
  ])('compares %s: %s', async (assertion, code) => {
    const dn = `CN=alice,CN=Users,${base}`
    const outcome = await run(
      'ldapcompare',
      [...as('alice'), '-ZZ', '-H', url('ldap'), dn, assertion],
      environment,
    )
    expect(outcome.code).toBe(code)
  })

  test('accepts the certificate for localhost, for which OpenLDAP substitutes the name of the machine', async () => {
    const local = `ldap://localhost:${directory.port}`
    const { code, errors } = await run('ldapwhoami', [...as('alice'), '-ZZ', '-H', local], environment)
    expect([code, errors]).toEqual([ended.well, ''])
  })

  test.each([
    ['alice', 'wrong', '52e'],
    ['nobody', password, '525'],
    ['disabled', password, '533'],
    ['account-expired', password, '701'],
    ['must-change-password', password, '773'],
    ['locked', password, '775'],
  ])('refuses %s with %j: data %s', async (user, secret, subCode) => {
    const { code, errors } = await run(
      'ldapwhoami',
      [...as(user, secret), '-ZZ', '-H', url('ldap')],
      environment,
    )
    expect(code).toBe(ended.invalidCredentials)
    expect(errors).toContain(`AcceptSecurityContext error, data ${subCode},`)
  })

  test('may neither send a password unencrypted nor search without a bind', async () => {
    const clear = await run('ldapwhoami', [...as('alice'), '-H', url('ldap')], environment)
    expect(clear.code).toBe(ended.strongerAuthRequired)
    const nobody = await search('-x', '-H', url('ldap'), '-b', 'DC=corp,DC=example')
    expect(nobody.code).toBe(ended.operationsError)
    expect(nobody.errors).toContain('000004DC')
  })

  test('does not trust a certificate of another authority', async () => {
    const other = { ...environment, LDAPTLS_CACERT: join(folder.path, 'other-ca.pem') }
    const { code, errors } = await run('ldapwhoami', [...as('alice'), '-ZZ', '-H', url('ldap')], other)
    expect(code).not.toBe(ended.well)
    expect(errors).toContain('Connect error')
  })
})
