import { afterEach, describe, expect, it } from 'vitest'
import type { LabFileInput } from '../../server/files/index.ts'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let current: LabInVirtualTime | null = null
afterEach(async () => {
  await current?.lab.stop()
  current = null
})

async function lab(file: LabFileInput): Promise<LabInVirtualTime> {
  current = await startLabInVirtualTime(file)
  return current
}

/** The steps of the latest login in order, such as `4d refused`. */
async function lastFlow(of: LabInVirtualTime): Promise<string[]> {
  const flow = (await of.snapshot()).flows.at(-1)
  return (flow?.steps ?? []).map(({ step, outcome }) => (outcome === 'done' ? step : `${step} ${outcome}`))
}

async function lastDetail(of: LabInVirtualTime, step: string): Promise<string> {
  const flow = (await of.snapshot()).flows.at(-1)
  return detailInEnglish(flow?.steps.find((one) => one.step === step)?.detail)
}

describe('a login', () => {
  it('takes the steps of the process flow in order, over every hop', async () => {
    const one = await lab(people('alice'))
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await lastFlow(one)).toEqual([
      '1',
      '2',
      '3',
      '4a skipped',
      '4b skipped',
      '4c skipped',
      '4d',
      '4e',
      '5',
      '6',
      '7',
    ])
    const { frames, sessions } = await one.snapshot()
    expect([...new Set(frames.map((frame) => frame.hop))]).toEqual([
      'handheld-dispatcher',
      'dispatcher-service',
      'service-directory',
      'service-communications',
    ])
    expect(sessions).toMatchObject([
      {
        user: 'alice',
        handheld: 'alice',
        isInCoverage: true,
        connectivity: { sipAddress: 'sip:alice@corp.example', transport: 'tls' },
      },
    ])
  })

  it('shows no password in any summary, and in layers only on request', async () => {
    const one = await lab({
      users: [{ id: 'alice', password: 'S3cret-word' }],
      handhelds: [{ name: 'alice', user: 'alice' }],
    })
    await one.logIn('alice', 'alice', 'S3cret-word')
    const { frames } = await one.snapshot()
    expect(JSON.stringify(frames)).not.toContain('S3cret-word')
    const openedWith = async (reveal: boolean) => {
      const all = await Promise.all(
        frames.map(({ number }) => one.lab.api.call('traffic.layers', { number, reveal })),
      )
      return JSON.stringify(all)
    }
    expect(await openedWith(false)).not.toContain('S3cret-word')
    expect(await openedWith(true)).toContain('S3cret-word')
  })

  it('works over TCP, which may be configured for OCS 2007 R2, and for no other', async () => {
    const one = await lab({ ...people('alice'), communicationsServer: { listen: { transport: 'tcp' } } })
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await lastDetail(one, '4e')).toMatch(/tcp/i)
    await expect(one.call('service.configure', { environment: 'ocs2007' })).rejects.toThrow(
      /OCS 2007 R2 only/,
    )
  })

  it('moves to TCP and back while sessions are open', async () => {
    const one = await lab(people('alice', 'bob'))
    await one.logIn('alice')
    await one.call('service.configure', { transport: 'tcp' })
    expect(await one.logIn('bob')).toBe('accepted')
    await one.call('service.configure', { transport: 'tls' })
    expect((await one.snapshot()).sessions.map((session) => session.user)).toEqual(['alice', 'bob'])
  })

  it.each([
    ['an unknown user', 'mallory', 'Passw0rd!', 'not-permitted', /no user mallory/],
    ['a user who may not use the client', 'carol', 'Passw0rd!', 'not-permitted', /may not use/],
    ['a wrong password', 'alice', 'wrong', 'bad-credentials', /refused alice/],
  ])('with %s is rejected at step 4d', async (_what, user, password, result, why) => {
    const one = await lab({
      users: [{ id: 'alice' }, { id: 'carol', mayUseClient: false }],
      handhelds: [{ name: 'alice', user: 'alice' }],
    })
    expect(await one.logIn('alice', user, password)).toBe(result)
    expect(await lastFlow(one)).toEqual([
      '1',
      '2',
      '3',
      '4a skipped',
      '4b skipped',
      '4c skipped',
      '4d refused',
      '7 refused',
    ])
    expect(await lastDetail(one, '4d')).toMatch(why)
    expect(await one.stateOf('alice')).toBe(`signed-out: ${result}`)
  })

  it('accepts the user ID in capitals, with its domain, or as an address', async () => {
    const one = await lab(people('alice'))
    for (const typed of ['ALICE', 'CORP\\alice', 'alice@corp.example']) {
      expect(await one.logIn('alice', typed)).toBe('accepted')
    }
    expect((await one.snapshot()).sessions).toHaveLength(1)
  })

  it.each([
    [{ isDirectoryUp: false }, '4d', /Active Directory/],
    [{ isCommunicationsServerUp: false }, '4e', /refuses connections/],
    [{ serverCertificate: 'untrusted' }, '4e', /authority|trust/i],
    [{ serverCertificate: 'expired' }, '4e', /expired/],
    [{ serverCertificate: 'wrong-name' }, '4e', /made out to/],
    [{ serviceCertificate: 'missing' }, '4e', /certificate/],
    [{ serviceCertificate: 'expired' }, '4e', /certificate/],
    [{ serviceCertificate: 'untrusted' }, '4e', /certificate/],
  ] as const)('is unavailable with %o, with the reason at step %s', async (conditions, step, why) => {
    const one = await lab(people('alice'))
    await one.call('conditions.set', conditions)
    expect(await one.logIn('alice')).toBe('unavailable')
    expect(await lastDetail(one, step)).toMatch(why)
    await one.call('conditions.set', {
      isDirectoryUp: true,
      isCommunicationsServerUp: true,
      serverCertificate: 'valid',
      serviceCertificate: 'valid',
    })
    expect(await one.logIn('alice')).toBe('accepted')
  })

  it('without coverage or power never leaves the handheld', async () => {
    const one = await lab(people('alice'))
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    expect(await one.logIn('alice')).toBe('no-coverage')
    expect(await lastFlow(one)).toEqual(['1', '2 refused'])
    await one.call('handheld.setPower', { name: 'alice', isOn: false })
    expect(await one.stateOf('alice')).toBe('off')
  })

  it('for the last place is accepted for only one of two handhelds', async () => {
    const one = await lab({ ...people('alice', 'bob'), service: { maximumSessions: 1 } })
    const both = ['alice', 'bob'].map((name) =>
      one.lab.api.call('handheld.login', { name, user: name, password: 'Passw0rd!' }),
    )
    const results = await one.clock.runUntil(Promise.all(both))
    expect(results.map(({ result }) => result).sort()).toEqual(['accepted', 'server-busy'])
    expect((await one.snapshot()).sessions).toHaveLength(1)
  })
})
