import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAuthority } from '../../server/certificates/index.ts'
import type { Directory } from '../../server/directory/index.ts'
import { password, startTestDirectory } from '../../server/directory/testing/fixtures.ts'
import { createRealClock } from '../../server/lab/clock/index.ts'
import { type Outcome, run } from './program.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

const needs = { programs: { ldapsearch: 'ldap-utils', ldapwhoami: 'ldap-utils' } }

/** Result codes (RFC 4511 section 4.1.9), with which OpenLDAP's programs end. */
const ended = { well: 0, operationsError: 1, strongerAuthRequired: 8, invalidCredentials: 49 }

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
  /** A simple bind; -ZZ is StartTLS, which has to succeed. */
  const as = (user: string, secret = password) => ['-x', '-D', `${user}@corp.example`, '-w', secret]

  function search(...args: string[]): Promise<Outcome> {
    return run('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', ...args], environment)
  }

  test('reads the root DSE as nobody', async () => {
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
  ] as const)('is let in over %s, and told who it is', async (_name, scheme, options) => {
    const { code, output } = await run(
      'ldapwhoami',
      [...as('alice'), '-H', url(scheme), ...options],
      environment,
    )
    expect([code, output]).toEqual([ended.well, 'u:CORP\\alice\n'])
  })

  test('finds a user with the SIP address', async () => {
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

  test('may neither send a password in the clear nor search as nobody', async () => {
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
