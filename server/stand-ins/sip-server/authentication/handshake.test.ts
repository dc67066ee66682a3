import { afterEach, describe, expect, it } from 'vitest'
import type { SipRequest } from '../../../protocols/sip/index.ts'
import {
  type AuthenticatingServer,
  altered,
  startAuthenticatingServer,
} from './testing/authenticating-server.ts'
import type { NtlmSipClient } from './testing/ntlm-sip-client.ts'

let current: AuthenticatingServer
afterEach(() => current.stop())

describe.each([3, 4])('the handshake of version %i', (version) => {
  it.each([false, true])(
    'accepts the right password, and both sides sign (proxied: %s)',
    async (isProxied) => {
      current = await startAuthenticatingServer()
      const client = await current.open({ version, isProxied })
      const accepted = await client.signIn()
      expect(accepted.status).toBe(200)
      expect(client.complaint(accepted)).toBeNull()
      expect(current.server.registrations()).toMatchObject([{ sipAddress: 'sip:alice@corp.example' }])
      for (const changes of [
        {},
        { Expires: '600' },
        { 'P-Preferred-Identity': '<sip:alice@corp.example>, <tel:+1>' },
      ]) {
        const answer = await client.ask('OPTIONS', changes)
        expect(answer.status).toBe(200)
        expect(client.complaint(answer)).toBeNull()
      }
      // Refusals of requests with the right password are signed too.
      const refused = await client.ask('FROBNICATE')
      expect(refused.status).toBe(501)
      expect(client.complaint(refused)).toBeNull()
      expect(current.problems).toEqual([])
    },
  )

  it.each([
    ['a wrong password', { password: 'wrong' }, 'password of CORP\\alice is wrong'],
    ['nobody', { user: 'mallory' }, 'no account CORP\\mallory'],
    ['a user of another domain', { domain: 'ELSE' }, 'no account ELSE\\alice'],
    ['a disabled account', { user: 'dora' }, 'disabled'],
    ['a locked account', { user: 'luke' }, 'is locked'],
    ['an expired password', { user: 'paul' }, 'password-expired'],
  ])('refuses %s', async (_what, changes, why) => {
    current = await startAuthenticatingServer()
    const client = await current.open({ version, ...changes })
    const refused = await client.signIn()
    expect(refused.status).toBe(401)
    expect(refused.headers.get('ms-diagnostics')).toMatch(/^1000;reason="Final handshake failed";source="ocs/)
    expect(client.challengeOf(refused)?.has('gssapi-data')).toBe(false)
    expect(current.problems.at(-1)).toContain(why)
    expect(current.server.registrations()).toEqual([])
  })

  it.each([-16, 16])('refuses a client clock that differs by %i minutes', async (minutes) => {
    current = await startAuthenticatingServer()
    const client = await current.open({ version, now: () => current.clock.now() + minutes * 60_000 })
    const refused = await client.signIn()
    expect(refused.status).toBe(401)
    expect(refused.headers.get('ms-diagnostics')).toMatch(/^1013;/)
    const nearer = await current.open({
      version,
      now: () => current.clock.now() + Math.sign(minutes) * 14 * 60_000,
    })
    expect((await nearer.signIn()).status).toBe(200)
  })

  it('accepts every form of user name that Windows accepts', async () => {
    current = await startAuthenticatingServer()
    for (const name of [
      { user: 'ALICE', domain: 'corp' },
      { user: 'alice', domain: 'corp.example' },
      { user: 'alice@corp.example', domain: '' },
      { user: 'alice', domain: '' },
    ]) {
      expect((await (await current.open({ version, ...name })).signIn()).status).toBe(200)
    }
  })

  it.each([
    ['From', { From: '<sip:bob@corp.example>;tag=1', To: '<sip:bob@corp.example>' }],
    ['To', { To: '<sip:bob@corp.example>' }],
  ])('forbids registering another user (%s)', async (_where, changes) => {
    current = await startAuthenticatingServer()
    const client = await current.open({ version })
    const forbidden = await client.signIn('REGISTER', changes)
    expect(forbidden.status).toBe(403)
    expect(forbidden.headers.get('ms-diagnostics')).toMatch(/^4004;/)
    expect(forbidden.headers.get('ms-diagnostics-public')).toMatch(/^4004;/)
    expect(current.server.registrations()).toEqual([])
  })

  it('refuses a request with an unreadable identity, and continues', async () => {
    current = await startAuthenticatingServer()
    const client = await current.open({ version })
    const garbled = (request: SipRequest) => altered(request, 'P-Asserted-Identity', () => '"<,')
    const first = await client.signIn('REGISTER', {}, garbled)
    expect(first.status).toBe(version >= 4 ? 401 : 200)
    expect((await client.signIn()).status).toBe(200)
    client.send(garbled(client.sign(client.compose('OPTIONS'))))
    expect((await client.response()).status).toBe(401)
    const nameless = await current.open({ version, user: `a\n\u0007${'x'.repeat(500)}` })
    expect((await nameless.signIn()).status).toBe(401)
    expect(current.problems.at(-1)).toMatch(/^[^\p{C}]{1,160}$/u)
  })

  it('accepts one answer to a challenge, in time and on the same connection', async () => {
    current = await startAuthenticatingServer()
    const client = await current.open({ version })
    const other = await current.open({ version })
    const begin = async (at: NtlmSipClient) => {
      const request = at.compose('REGISTER')
      request.headers.add(
        'Authorization',
        `NTLM qop="auth", realm="SIP Communications Service", targetname="OCS.corp.example", gssapi-data="", version=${version}`,
      )
      at.send(request)
      return at.response()
    }
    const challenge = await begin(client)
    const answer = client.answer(challenge, client.compose('REGISTER'))
    other.send(answer)
    expect((await other.response()).status).toBe(401)
    client.send(answer)
    expect((await client.response()).status).toBe(200)
    client.send(answer)
    expect((await client.response()).status).toBe(401)
    const late = await begin(other)
    await current.clock.advance(61_000)
    other.send(other.answer(late, other.compose('REGISTER')))
    expect((await other.response()).status).toBe(401)
  })

  it('keeps a limited number of unfinished handshakes and associations', async () => {
    current = await startAuthenticatingServer()
    const client = await current.open({ version })
    const signed: SipRequest[] = []
    for (let index = 0; index < 10; index += 1) {
      expect((await client.signIn()).status).toBe(200)
      signed.push(client.sign(client.compose('OPTIONS')))
    }
    const statuses: number[] = []
    for (const request of signed) {
      client.send(request)
      statuses.push((await client.response()).status)
    }
    expect(statuses).toEqual([401, 401, 200, 200, 200, 200, 200, 200, 200, 200])
  })
})
