import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import {
  type LabInVirtualTime,
  password,
  people,
  startLabInVirtualTime,
} from '../flows/lab-in-virtual-time.ts'
import { type Kamailio, type KamailioOptions, kamailioNeeds, startKamailio } from './kamailio.ts'
import { describeWitness } from './witness.ts'

const users = { alice: password, bob: password, carol: 'Another1!' }

let kamailio: Kamailio
let lab: LabInVirtualTime | null = null

async function labWith(external: { ca?: string; transport?: 'tls' | 'tcp' } = {}): Promise<LabInVirtualTime> {
  const { folder, host, port } = kamailio
  lab = await startLabInVirtualTime(
    {
      ...people('alice', 'bob', 'carol'),
      communicationsServer: { external: { host, port, ca: 'ca.pem', ...external } },
    },
    { baseFolder: folder },
  )
  return lab
}

async function step(of: LabInVirtualTime, name: string): Promise<string> {
  const flow = (await of.snapshot()).flows.at(-1)
  return detailInEnglish(flow?.steps.find(({ step: one }) => one === name)?.detail)
}

/** Summaries of the decrypted SIP messages between the service and Kamailio. */
async function sip(of: LabInVirtualTime): Promise<string[]> {
  const { frames } = await of.snapshot()
  return frames.filter(({ protocol }) => protocol === 'SIP').map(({ openedSummary }) => openedSummary)
}

function withKamailio(options: Partial<KamailioOptions>): void {
  beforeAll(async () => {
    kamailio = await startKamailio({ users, ...options })
  })
  afterEach(async () => {
    await lab?.lab.stop()
    lab = null
  })
  afterAll(() => kamailio?.remove())
}

describeWitness('Kamailio over TLS', kamailioNeeds, () => {
  withKamailio({ registrationSeconds: 60 })

  test('accepts a user with the right password by Digest', async () => {
    const one = await labWith()
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await step(one, '4e')).toMatch(/^Opened: TLS to 127\.0\.0\.1 at .*, its certificate verified/)
    expect((await sip(one)).slice(0, 6)).toEqual([
      'OPTIONS sip:corp.example',
      '200 Alive (OPTIONS)',
      'REGISTER sip:corp.example',
      '401 Unauthorized (REGISTER)',
      'REGISTER sip:corp.example',
      '200 OK (REGISTER)',
    ])
    expect(await kamailio.registered()).toMatch(/AoR: alice/)
    await one.call('handheld.logout', { name: 'alice' })
    expect(await kamailio.registered()).not.toMatch(/AoR: alice/)
  })

  test('refuses a password that the directory accepts but Kamailio does not', async () => {
    const one = await labWith()
    expect(await one.logIn('carol')).toBe('bad-credentials')
    expect(await step(one, '6')).toBe(
      'The Communications Server refused the user ID or the password of sip:carol@corp.example: 401 Unauthorized',
    )
    expect(await kamailio.registered()).not.toMatch(/AoR: carol/)
  })

  test('keeps several users registered over one connection', async () => {
    const one = await labWith()
    for (const name of ['alice', 'bob']) expect(await one.logIn(name)).toBe('accepted')
    const before = (await sip(one)).length
    await one.clock.advance(10 * 60_000)
    expect(await one.stateOf('alice')).toBe('signed-in')
    const since = (await sip(one)).slice(before)
    // Each user refreshes twice a minute with credentials in the request, so Kamailio sends no challenge.
    expect(since.filter((summary) => summary === '200 OK (REGISTER)')).toHaveLength(40)
    expect(since.filter((summary) => summary.startsWith('401'))).toEqual([])
    expect((await one.snapshot()).frames.filter(({ protocol }) => protocol === 'TLS')).toHaveLength(1)
    expect(await kamailio.registered()).toMatch(/AoR: alice[\s\S]*AoR: bob|AoR: bob[\s\S]*AoR: alice/)
  })

  test('is not trusted when its certificate is from another authority', async () => {
    const one = await labWith({ ca: 'other-ca.pem' })
    expect(await one.logIn('alice')).toBe('unavailable')
    expect(await step(one, '4e')).toContain('an authority that the service does not trust')
  })

  test('keeps sessions across a restart, but not if it is down for longer than a minute', async () => {
    const one = await labWith()
    expect(await one.logIn('alice')).toBe('accepted')
    const isReconnecting = async () =>
      (await one.snapshot()).sessions.map((session) => session.isReconnecting)
    await kamailio.stop()
    await expect
      .poll(async () => {
        await one.clock.advance(100)
        return isReconnecting()
      })
      .toEqual([true])
    await kamailio.start()
    await one.clock.advance(35_000)
    expect([await isReconnecting(), await one.stateOf('alice')]).toEqual([[false], 'signed-in'])
    expect(await kamailio.registered()).toMatch(/AoR: alice/)
    await kamailio.stop()
    // Wait until the notice has reached the handheld over the air.
    await one.clock.advance(65_000)
    expect(await one.stateOf('alice')).toBe('signed-out: unavailable')
    expect(await one.logIn('alice')).toBe('unavailable')
    await kamailio.start()
    expect(await one.logIn('alice')).toBe('accepted')
  })
})

describeWitness('Kamailio over TCP, with SHA-256 and nonces that last five seconds', kamailioNeeds, () => {
  withKamailio({ transport: 'tcp', algorithm: 'SHA-256', nonceSeconds: 5 })

  test('accepts a refresh with a stale nonce at the second attempt', async () => {
    const one = await labWith({ transport: 'tcp' })
    expect(await one.logIn('alice')).toBe('accepted')
    // The nonce expires by Kamailio's clock, so wait in real time.
    await new Promise((resolve) => setTimeout(resolve, 6_100))
    await one.clock.advance(60 * 60_000)
    expect(await one.stateOf('alice')).toBe('signed-in')
    const answers = (await sip(one)).filter((summary) => summary.endsWith('(REGISTER)'))
    expect(answers.slice(0, 4)).toEqual([
      '401 Unauthorized (REGISTER)',
      '200 OK (REGISTER)',
      '401 Unauthorized (REGISTER)',
      '200 OK (REGISTER)',
    ])
  })
})
