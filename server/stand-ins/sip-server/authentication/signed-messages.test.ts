import { afterEach, describe, expect, it } from 'vitest'
import type { SipRequest } from '../../../protocols/sip/index.ts'
import {
  type AuthenticatingServer,
  altered,
  startAuthenticatingServer,
} from './testing/authenticating-server.ts'
import type { NtlmSipClient, NtlmSipClientOptions } from './testing/ntlm-sip-client.ts'

let current: AuthenticatingServer
afterEach(() => current.stop())

describe('a signed message', () => {
  async function signedIn(options: Partial<NtlmSipClientOptions> = {}) {
    current = await startAuthenticatingServer()
    const client = await current.open(options)
    expect((await client.signIn()).status).toBe(200)
    return client
  }

  async function statusOf(client: NtlmSipClient, request: SipRequest): Promise<number> {
    client.send(request)
    const response = await client.response()
    // A challenge is never signed; all other messages are signed correctly.
    expect(client.complaint(response)).toBe(response.status === 401 ? 'there is none' : null)
    return response.status
  }

  it('that was changed in transit is refused', async () => {
    const client = await signedIn()
    const sign = () => client.sign(client.compose('REGISTER'))
    for (const [name, change] of [
      ['Authorization', (value: string) => value.replace(/response="../, 'response="ff')],
      ['Authorization', (value: string) => value.replace(/response="..../, 'response="')],
      ['Authorization', (value: string) => value.replace(/crand="./, 'crand="x')],
      ['Authorization', (value: string) => value.replace(/cnum="/, 'cnum="9')],
      ['Authorization', (value: string) => value.replace(/opaque="./, 'opaque="x')],
      ['To', () => '<sip:bob@corp.example>'],
      ['Call-ID', () => 'another'],
      ['CSeq', () => '99 REGISTER'],
      ['Expires', () => '0'],
    ] as const) {
      expect(await statusOf(client, altered(sign(), name, change)), name).toBe(401)
    }
    expect(await statusOf(client, sign())).toBe(200)
    expect(current.problems.some((text) => text.includes('signature is wrong'))).toBe(true)
  })

  it('is accepted once, whatever its branch, and may be late within limits', async () => {
    const client = await signedIn()
    const request = client.sign(client.compose('OPTIONS'), '', 50)
    expect(await statusOf(client, request)).toBe(200)
    expect(await statusOf(client, request)).toBe(401)
    const branch = () => 'SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKother'
    expect(await statusOf(client, altered(request, 'Via', branch))).toBe(401)
    expect(current.problems.at(-1)).toContain('used before')
    const numbered = (number: number) => statusOf(client, client.sign(client.compose('OPTIONS'), '', number))
    expect(await numbered(49)).toBe(200)
    expect(await numbered(400)).toBe(200)
    expect(await numbered(145)).toBe(200)
    expect(await numbered(144)).toBe(401)
    expect(await numbered(0)).toBe(401)
    expect(await numbered(2 ** 32)).toBe(401)
  })

  it('is refused on another connection', async () => {
    const client = await signedIn()
    const other = await current.open()
    other.send(client.sign(client.compose('OPTIONS')))
    expect((await other.response()).status).toBe(401)
  })

  it('in another user’s name is forbidden', async () => {
    const client = await signedIn()
    expect(
      await statusOf(
        client,
        client.sign(client.compose('OPTIONS', { From: '<sip:bob@corp.example>;tag=1' })),
      ),
    ).toBe(403)
    expect(current.problems.at(-1)).toContain('in the name of sip:bob@corp.example')
  })

  it('is accepted for eight hours; then the client has to sign in again', async () => {
    const client = await signedIn()
    await current.clock.advance(8 * 3_600_000 - 1)
    expect(await statusOf(client, client.sign(client.compose('OPTIONS')))).toBe(200)
    await current.clock.advance(1)
    expect(await statusOf(client, client.sign(client.compose('OPTIONS')))).toBe(401)
    client.send(client.compose('REGISTER'))
    expect((await client.response()).status).toBe(401)
    expect(client.complaint(await client.signIn())).toBeNull()
  })
})
