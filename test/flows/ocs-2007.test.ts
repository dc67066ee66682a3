import { afterEach, describe, expect, it } from 'vitest'
import type { LabFileInput } from '../../server/files/index.ts'
import { detailInEnglish, noticeInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, password, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

const minuteMs = 60_000

let current: LabInVirtualTime | null = null
afterEach(async () => {
  await current?.lab.stop()
  current = null
})

async function lab(file: LabFileInput = {}): Promise<LabInVirtualTime> {
  current = await startLabInVirtualTime({
    ...people('alice', 'bob'),
    service: { environment: 'ocs2007' },
    ...file,
  })
  return current
}

async function steps(of: LabInVirtualTime): Promise<Record<string, string>> {
  const flow = (await of.snapshot()).flows.at(-1)
  return Object.fromEntries(
    (flow?.steps ?? []).map(({ step, outcome, detail }) => [step, `${outcome}: ${detailInEnglish(detail)}`]),
  )
}

/** Summaries of the decrypted SIP messages on port 5061. */
async function sip(of: LabInVirtualTime): Promise<string[]> {
  const { frames } = await of.snapshot()
  return frames.filter(({ protocol }) => protocol === 'SIP').map(({ openedSummary }) => openedSummary)
}

/** The text of each SIP message so far. */
async function texts(of: LabInVirtualTime): Promise<string[]> {
  const { frames } = await of.snapshot()
  const all = await Promise.all(
    frames
      .filter(({ protocol }) => protocol === 'SIP')
      .map(({ number }) => of.lab.api.call('traffic.layers', { number, reveal: true })),
  )
  return all.map(({ layers }) => layers.at(-1)?.text ?? '')
}

describe.each([[['ntlm']], [['ntlm', 'none']]] as const)('with OCS 2007 that offers %j', (offers) => {
  const communicationsServer = { authentication: [...offers] }

  it('a login authenticates at the Communications Server itself, over a connection of its own', async () => {
    const one = await lab({ communicationsServer })
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await steps(one)).toMatchObject({
      '4d': 'done: alice may use the client; the Communications Server is to check the password',
      '4e': expect.stringMatching(/^done: Opened: TLS to .*, its certificate verified/),
      '5': 'done: REGISTER for sip:alice@corp.example',
      '6': 'done: The Communications Server accepted sip:alice@corp.example and the password',
    })
    expect((await one.snapshot()).frames.filter(({ hop }) => hop === 'service-directory')).toEqual([])
    expect(await one.logIn('bob')).toBe('accepted')
    expect((await steps(one))['4e']).toMatch(/^done: Opened/)
    expect((await sip(one)).filter((summary) => summary.startsWith('200 OK (REGISTER)'))).toHaveLength(2)
  })

  it('both ends sign every message after the handshake', async () => {
    const one = await lab({ communicationsServer })
    await one.logIn('alice')
    await one.call('handheld.logout', { name: 'alice' })
    const [begin, challenge, answer, accepted, ...rest] = await texts(one)
    expect(begin).toMatch(/^Authorization: NTLM .*gssapi-data="", version=4\r$/m)
    expect(challenge).toMatch(/^WWW-Authenticate: NTLM opaque="\w+", gssapi-data="TlRMTVNTUAAC/m)
    expect(answer).toMatch(/gssapi-data="TlRMTVNTUAAD.*crand="\w+", cnum="1", response="[0-9a-f]{32}"\r$/m)
    expect(accepted).toMatch(/^Authentication-Info: NTLM rspauth="[0-9A-F]{32}"/m)
    expect(rest.length).toBeGreaterThanOrEqual(2)
    for (const text of rest) expect(text).toMatch(/ NTLM .*(rspauth|response)="[0-9A-Fa-f]{32}"/)
    expect((await one.snapshot()).notices).toEqual([])
  })

  it.each([
    ['a wrong password', 'alice', 'wrong'],
    ['a user whom the directory does not know by that password any more', 'bob', 'Old-passw0rd'],
  ])('%s is refused at step 6', async (_what, name, typed) => {
    const one = await lab({ communicationsServer })
    expect(await one.logIn(name, name, typed)).toBe('bad-credentials')
    expect((await steps(one))['6']).toMatch(
      /^refused: The Communications Server refused the user ID or the password of sip:.*: 401 Unauthorized \(ms-diagnostics: 1000;/,
    )
    expect(JSON.stringify(await one.snapshot())).not.toContain(typed === 'wrong' ? 'Passw0rd!' : typed)
    expect(await one.logIn(name)).toBe('accepted')
  })

  it('a user who may not use the client is refused at step 4d, before any server is asked', async () => {
    const one = await lab({
      communicationsServer,
      users: [{ id: 'alice', mayUseClient: false }, { id: 'bob' }],
    })
    expect(await one.logIn('alice')).toBe('not-permitted')
    expect(await sip(one)).toEqual([])
  })

  it('a session lasts for days', async () => {
    const one = await lab({ communicationsServer })
    await one.logIn('alice')
    await one.clock.advance(50 * 60 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-in')
    expect((await one.snapshot()).notices).toEqual([])
  })

  it('sessions end when the server is down for longer than the registrations last, and not before', async () => {
    const one = await lab({ communicationsServer })
    await one.logIn('alice')
    await one.call('conditions.set', { isCommunicationsServerUp: false })
    const reconnecting = async () => (await one.snapshot()).sessions.map((session) => session.isReconnecting)
    expect([await one.stateOf('alice'), await reconnecting()]).toEqual(['signed-in', [true]])
    await one.call('conditions.set', { isCommunicationsServerUp: true })
    await one.clock.advance(minuteMs / 2)
    expect(await reconnecting()).toEqual([false])
    await one.call('conditions.set', { isCommunicationsServerUp: false })
    await one.clock.advance(121 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-out: unavailable')
    expect(await one.logIn('alice')).toBe('unavailable')
    expect((await steps(one))['4e']).toMatch(/^refused: The Communications Server at .* refuses connections/)
    await one.call('conditions.set', { isCommunicationsServerUp: true })
    expect(await one.logIn('alice')).toBe('accepted')
    const { notices } = await one.snapshot()
    expect(
      notices.map((one) => `${one.level}: ${noticeInEnglish(one).replace(/127.*?:\d+/, 'HOST')}`),
    ).toEqual([
      expect.stringMatching(/^warning: one session registers again: .*closed the connection/),
      'information: one session is registered again at the Communications Server',
      expect.stringMatching(/^warning: one session registers again/),
      expect.stringMatching(/^warning: a registration was lost: .* expired before it could be renewed/),
    ])
  })
})

describe('when the environment changes', () => {
  it.each([
    ['ocs2007', 'ocs2007r2'],
    ['ocs2007r2', 'ocs2007'],
  ] as const)('from %s to %s, the service stops and its sessions end', async (before, after) => {
    const one = await lab({ service: { environment: before } })
    await one.logIn('alice')
    await one.logIn('bob')
    await one.call('service.configure', { environment: after })
    expect([await one.stateOf('alice'), await one.stateOf('bob')]).toEqual([
      'signed-out: service-stopped',
      'signed-out: service-stopped',
    ])
    expect((await one.snapshot()).notices).toEqual([])
    expect(await one.logIn('alice')).toBe('accepted')
    expect((await steps(one))['4e']).toMatch(/^done: Opened/)
  })

  it('during a login, no session of the old environment is left', async () => {
    for (const afterMs of [500, 1_500, 2_500, 3_500]) {
      const one = await lab({ service: {} })
      await one.logIn('bob')
      await one.call('faults.set', { at: 'communicationsServer', kind: 'latency', delay: 1_000 })
      const login = one.lab.api.call('handheld.login', { name: 'alice', user: 'alice', password })
      await one.clock.advance(afterMs)
      await one.call('service.configure', { environment: 'ocs2007' })
      const { result } = await one.clock.runUntil(login)
      await one.clock.advance(minuteMs)
      expect(await one.stateOf('bob')).toBe('signed-out: service-stopped')
      expect(await one.stateOf('alice')).toBe(
        `signed-out: ${result === 'accepted' ? 'service-stopped' : 'unavailable'}`,
      )
      expect((await one.snapshot()).sessions).toEqual([])
      expect(await one.logIn('alice')).toBe('accepted')
    }
  })

  it('sessions continue if only the transport changes', async () => {
    const one = await lab({ service: {} })
    await one.logIn('alice')
    await one.call('service.configure', { transport: 'tcp' })
    expect(await one.stateOf('alice')).toBe('signed-in')
    expect((await one.snapshot()).sessions[0]?.connectivity.transport).toBe('tcp')
  })
})

describe('with OCS 2007 that offers no authentication', () => {
  it('the service checks passwords at the directory', async () => {
    const one = await lab({ communicationsServer: { authentication: ['none'] } })
    expect(await one.logIn('alice', 'alice', 'wrong')).toBe('bad-credentials')
    expect((await steps(one))['4d']).toMatch(/^refused: Active Directory refused alice/)
    expect(await one.logIn('alice', 'alice', password)).toBe('accepted')
    expect((await sip(one)).slice(0, 2)).toEqual(['REGISTER sip:corp.example', '200 OK (REGISTER)'])
  })
})
