import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAuthority } from '../../server/certificates/index.ts'
import { createRealClock } from '../../server/clock/index.ts'
import type { Directory } from '../../server/stand-ins/directory/index.ts'
import { password, startTestDirectory } from '../../server/stand-ins/directory/testing/fixtures.ts'
import { type Apache, apacheNeeds, startApache } from './apache.ts'
import { describeWitness } from './witness.ts'

const users = 'CN=Users,DC=corp,DC=example'
/** A common filter for Active Directory: people whose account is not disabled. */
const filter = '(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))'

describeWitness("Apache's mod_authnz_ldap", apacheNeeds, () => {
  let directory: Directory
  let apache: Apache

  beforeAll(async () => {
    const authority = await openAuthority({ folder: null, dns: 'corp.example' })
    directory = await startTestDirectory(createRealClock(), {
      certificate: await authority.issue('directory', 'valid'),
    })
    apache = await startApache({
      directoryPort: directory.port,
      authority: authority.certificate,
      bind: { name: 'enabled@corp.example', password },
      filter,
      require: {
        everybody: 'valid-user',
        attribute: 'ldap-attribute sAMAccountType=805306368',
        'other-attribute': 'ldap-attribute sAMAccountType=805306369',
        group: `ldap-group CN=Bramble Users,${users}`,
        'nested-group': 'ldap-group CN=Users,CN=Builtin,DC=corp,DC=example',
        'other-group': `ldap-group CN=Domain Users,${users}`,
        name: `ldap-dn CN=alice,${users}`,
        filter: `ldap-filter memberOf:1.2.840.113556.1.4.1941:=CN=Users,CN=Builtin,DC=corp,DC=example`,
      },
    })
  })
  afterAll(async () => {
    await apache?.remove()
    await directory?.stop()
  })

  test.each([
    ['alice', password, 200],
    ['ALICE', password, 200],
    ['alice', 'wrong', 401],
    ['alice', '', 401],
    ['nobody', password, 401],
    // The filter excludes `disabled`; the directory refuses the bind of `locked`.
    ['disabled', password, 401],
    ['locked', password, 401],
    ['a*', password, 401],
  ])('answers a request of %s with password %j with status %s', async (user, secret, status) => {
    expect(await apache.get('everybody', user, secret)).toBe(status)
  })

  test.each([
    ['attribute', 200],
    ['other-attribute', 401],
    ['group', 200],
    ['nested-group', 200],
    ['other-group', 401],
    ['name', 200],
    ['filter', 200],
  ])('answers a request of alice for a page that requires %s with status %s', async (path, status) => {
    expect(await apache.get(path, 'alice', password)).toBe(status)
  })
})
