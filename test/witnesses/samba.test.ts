import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openAuthority } from '../../server/certificates/index.ts'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import {
  type LabInVirtualTime,
  password,
  people,
  startLabInVirtualTime,
} from '../flows/lab-in-virtual-time.ts'
import { type DomainController, provisionDomainController, sambaNeeds } from './domain-controller.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

const users = ['good', 'disabled', 'expired', 'must-change', 'locked'] as const

describeWitness('a Samba domain controller', sambaNeeds, () => {
  let controller: DomainController
  let folder: TemporaryFolder
  let lab: LabInVirtualTime | null = null

  beforeAll(async () => {
    folder = await openTemporaryFolder()
    controller = await provisionDomainController({ name: 'CORP', dns: 'corp.example' })
    await controller.tool('domain', 'passwordsettings', 'set', '--account-lockout-threshold=3')
    for (const user of users) {
      const options = user === 'must-change' ? ['--must-change-at-next-login'] : []
      await controller.createUser(user, password, ...options)
    }
    await controller.tool('user', 'disable', 'disabled')
    await controller.tool('user', 'setexpiry', 'expired', '--days=-1')
    await controller.start()
    await writeFile(join(folder.path, 'ca.pem'), await controller.authority())
    await writeFile(
      join(folder.path, 'other-ca.pem'),
      (await openAuthority({ folder: null, dns: 'other.example' })).certificate,
    )
  })
  afterEach(async () => {
    await lab?.lab.stop()
    lab = null
  })
  afterAll(async () => {
    await controller?.remove()
    await folder?.remove()
  })

  type External = { url: string; ca?: string; serverName?: string; domain?: string }

  async function labWith(external: Partial<External> = {}): Promise<LabInVirtualTime> {
    const file = {
      ...people(...users),
      directory: {
        external: {
          url: `ldaps://${controller.host}`,
          domain: 'CORP',
          ca: 'ca.pem',
          serverName: controller.name,
          ...external,
        },
      },
    }
    lab = await startLabInVirtualTime(file, { baseFolder: folder.path })
    return lab
  }

  /** The detail of step 4d of the latest login. */
  async function lastLogin(of: LabInVirtualTime): Promise<string> {
    const flow = (await of.snapshot()).flows.at(-1)
    return detailInEnglish(flow?.steps.find(({ step }) => step === '4d')?.detail)
  }

  test.each([
    ['LDAPS', 'ldaps'],
    ['StartTLS', 'ldap'],
  ])('accepts a user with the right password over %s', async (_name, scheme) => {
    const one = await labWith({ url: `${scheme}://${controller.host}` })
    expect(await one.logIn('good')).toBe('accepted')
    expect(await one.stateOf('good')).toBe('signed-in')
    // By default Samba refuses SASL binds over TLS even after a valid NTLM handshake, so the service falls back to a simple
    // bind.
    expect(await lastLogin(one)).toContain('Active Directory accepted simple bind over TLS')
  })

  test.each([
    ['good', 'wrong', 'the user ID or the password is wrong (data 52e)'],
    ['disabled', password, 'the account is disabled (data 533)'],
    ['disabled', 'wrong', 'the user ID or the password is wrong (data 52e)'],
    ['expired', password, 'the account has expired (data 701)'],
    ['must-change', password, 'the password must be changed before the first login (data 773)'],
  ])('refuses %s with %s: %s', async (user, secret, why) => {
    const one = await labWith()
    expect(await one.logIn(user, user, secret)).toBe('bad-credentials')
    expect(await lastLogin(one)).toBe(`Active Directory refused ${user}: ${why}`)
  })

  test('locks an account after three wrong passwords, counting each login once', async () => {
    const one = await labWith()
    expect(await one.logIn('locked', 'locked', 'wrong')).toBe('bad-credentials')
    expect(await one.logIn('locked', 'locked', 'wrong')).toBe('bad-credentials')
    expect(await one.logIn('locked')).toBe('accepted')
    for (let attempt = 1; attempt <= 3; attempt += 1) await one.logIn('locked', 'locked', 'wrong')
    expect(await one.logIn('locked')).toBe('bad-credentials')
    expect(await lastLogin(one)).toBe('Active Directory refused locked: the account is locked (data 775)')
  })

  test('is not trusted when its certificate is for another name or from another authority', async () => {
    const byAddress = await labWith({ serverName: controller.host })
    expect(await byAddress.logIn('good')).toBe('unavailable')
    expect(await lastLogin(byAddress)).toContain('its certificate is for another name (DC.corp.example)')
    await byAddress.lab.stop()

    const byOther = await labWith({ ca: 'other-ca.pem' })
    expect(await byOther.logIn('good')).toBe('unavailable')
    expect(await lastLogin(byOther)).toContain('not signed by an authority that is trusted here')
  })

  test('makes logins unavailable while it is stopped', async () => {
    const one = await labWith()
    await controller.stop()
    expect(await one.logIn('good')).toBe('unavailable')
    expect(await lastLogin(one)).toContain('refused the connection: nothing listens there')
    await controller.start()
    expect(await one.logIn('good')).toBe('accepted')
  })

  test('accepts NTLM over TLS if it is configured to', async () => {
    await controller.stop()
    await controller.start('allow_sasl_over_tls')
    const one = await labWith()
    expect(await one.logIn('good')).toBe('accepted')
    expect(await lastLogin(one)).toContain('Active Directory accepted GSS-SPNEGO (NTLM)')
    expect(await one.logIn('good', 'good', 'wrong')).toBe('bad-credentials')
  })
})
