import { afterEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../clock/index.ts'
import { ntHash } from '../../protocols/ntlm/index.ts'
import { parseMessage, SipHeaders, type SipMessage, writeMessage } from '../../protocols/sip/index.ts'
import { NtlmProof, UserPassword } from '../../sip-user-agent/index.ts'
import { NtlmSipClient } from '../../stand-ins/sip-server/authentication/testing/ntlm-sip-client.ts'
import { noticeInEnglish } from '../../words/testing/in-english.ts'
import { alice as checkedAlice, startPair, type TestPair } from './testing/test-pair.ts'

const hourMs = 3_600_000
const alice = { ...checkedAlice, isPasswordChecked: false }
const states = { alice: 'enabled', dora: 'disabled', paul: 'password-expired', luke: 'locked' }
const accounts = new Map(
  Object.entries(states).map(([id, state]) => [
    id,
    { id, state, ntHash: ntHash('Passw0rd!'), sipAddress: `sip:${id}@corp.example` },
  ]),
)

let pair: TestPair
afterEach(() => pair.stop())

const clock = createVirtualClock()

/** A server that challenges everybody, and the service as no more than its clients. */
async function start(version: 3 | 4 = 4): Promise<void> {
  pair = await startPair({
    clock,
    serviceCertificate: 'missing',
    server: {
      authentication: ['ntlm'],
      product: 'RTC/3.0',
      authenticationVersion: version,
      accounts: { find: (id) => accounts.get(id) },
    },
    target: { hasOwnConnections: true, proof: 'ntlm' },
  })
}

const handshakes = () => pair.frames.filter((frame) => frame.protocol === 'TLS').length

/** The text of each message that went up. */
const sent = () =>
  pair.frames
    .filter((frame) => frame.protocol === 'SIP' && frame.direction === 'up')
    .map((frame) => frame.layers({ reveal: true }).at(-1)?.text ?? '')

const answers = () => sent().filter((text) => text.includes('gssapi-data="TlRMTVNTUAAD')).length

describe.each([3, 4] as const)('a registration with NTLM, version %i', (version) => {
  it('authenticates again within eight hours and signs every message', async () => {
    await start(version)
    await clock.runUntil(pair.connector.register(alice))
    const begunAt = clock.now()
    await clock.advance(8 * hourMs - 301_000)
    expect(answers()).toBe(1)
    await clock.advance(2_000)
    expect(answers()).toBe(2)
    await clock.advance(begunAt + 100 * hourMs - clock.now())
    expect(pair.server.registrations()).toHaveLength(1)
    expect(answers()).toBe(13)
    const registers = sent().filter((text) => text.startsWith('REGISTER'))
    for (const text of registers) expect(text).toMatch(/^Authorization: NTLM .*(gssapi-data|response)=/m)
    await clock.runUntil(pair.connector.unregister('s1'))
    expect(pair.server.registrations()).toEqual([])
    expect([...pair.problems, ...pair.complaints]).toEqual([])
  })

  it('has its own connection, which closes when it ends', async () => {
    await start(version)
    const bob = { ...alice, sessionId: 's2', pin: '2100000B' }
    expect((await clock.runUntil(pair.connector.connect('s1'))).isReused).toBe(false)
    expect((await clock.runUntil(pair.connector.connect('s1'))).isReused).toBe(true)
    await clock.runUntil(Promise.all([pair.connector.register(alice), pair.connector.register(bob)]))
    expect(handshakes()).toBe(2)
    await clock.runUntil(pair.connector.unregister('s1'))
    expect(pair.server.registrations()).toHaveLength(1)
    await clock.runUntil(pair.connector.register(alice))
    expect(handshakes()).toBe(3)
    expect(pair.server.registrations()).toHaveLength(2)
  })

  it.each([
    ['a wrong password', { password: 'wrong' }, 'is wrong'],
    ['a disabled account', { user: 'dora' }, 'disabled'],
    ['an expired password', { user: 'paul' }, 'password-expired'],
    ['a locked account', { user: 'luke' }, 'locked'],
    ['nobody', { user: 'mallory' }, 'no account'],
    ['somebody else’s password', { sipAddress: 'sip:bob@corp.example' }, 'in the name of sip:bob'],
  ])('is refused for %s', async (_what, changes, why) => {
    await start(version)
    await expect(clock.runUntil(pair.connector.register({ ...alice, ...changes }))).rejects.toMatchObject({
      refusesCredentials: true,
      message: expect.stringContaining('refused the user ID or the password'),
    })
    expect(pair.problems.at(-1)).toContain(why)
    expect(pair.server.registrations()).toEqual([])
  })

  it('repeats the handshake after the server drops its connections', async () => {
    await start(version)
    await clock.runUntil(pair.connector.register(alice))
    pair.breakConnections()
    await clock.settle()
    expect(pair.lost.size).toBe(0)
    expect(pair.server.registrations()).toHaveLength(1)
    expect([handshakes(), answers()]).toEqual([2, 2])
  })
})

it('a registration is refused when neither server nor directory has checked the password', async () => {
  pair = await startPair({
    clock,
    serviceCertificate: 'missing',
    server: { authentication: ['none'] },
    target: { hasOwnConnections: true, proof: 'ntlm' },
  })
  await expect(clock.runUntil(pair.connector.register(alice))).rejects.toMatchObject({
    code: 'password-not-asked',
  })
  expect(pair.server.registrations()).toEqual([])
})

describe('a received message', () => {
  /** A proof in the midst of a session, and a message that the server has signed. */
  async function signedMessage() {
    await start()
    const complaints: string[] = []
    const proof = new NtlmProof({
      clock,
      user: 'alice',
      password: new UserPassword('Passw0rd!'),
      domain: 'CORP',
      newestVersion: 4,
      clockOffsetMs: 0,
      serverName: 'ocs.corp.example',
      onProblem: (notice) => complaints.push(noticeInEnglish(notice)),
    })
    const client = await NtlmSipClient.connect({ server: pair.server, ca: pair.authority.certificate })
    let number = 0
    const ask = async () => {
      number += 1
      client.send(proof.secure(client.compose('REGISTER', { CSeq: `${number} REGISTER`, 'Call-ID': 'one' })))
      return client.response()
    }
    proof.prepare()
    const challenge = await ask()
    expect(proof.learns('REGISTER', challenge)).toBe(true)
    const accepted = await ask()
    client.socket.destroy()
    return { accepted, complaints, proof }
  }

  const copy = (message: SipMessage): SipMessage => parseMessage(writeMessage(message))

  it('is accepted once if its signature is right', async () => {
    const { accepted, complaints, proof } = await signedMessage()
    expect(proof.isProven).toBe(false)
    expect(proof.admits(copy(accepted))).toBe(true)
    expect(proof.isProven).toBe(true)
    expect(proof.admits(copy(accepted))).toBe(false)
    expect(complaints).toEqual([
      expect.stringMatching(/^200 OK \(REGISTER\) .* was dropped: its signature was used before/),
    ])
  })

  it.each([
    ['unsigned', (headers: SipHeaders) => headers.remove('Authentication-Info'), 'it is not signed'],
    [
      'of another security association',
      (headers: SipHeaders) => altered(headers, 'Authentication-Info', /opaque="./, 'opaque="x'),
      'another security association',
    ],
    [
      'signed wrongly',
      (headers: SipHeaders) => altered(headers, 'Authentication-Info', /rspauth="../, 'rspauth="zz'),
      'missing',
    ],
    ['changed', (headers: SipHeaders) => altered(headers, 'Expires', /.*/, '9'), 'signature is wrong'],
    [
      'from somebody else',
      (headers: SipHeaders) => altered(headers, 'To', /alice/, 'bob'),
      'signature is wrong',
    ],
    ['without what is signed', (headers: SipHeaders) => headers.remove('Call-ID'), 'cannot be read'],
  ])('is dropped and reported when it is %s', async (_what, change, why) => {
    const { accepted, complaints, proof } = await signedMessage()
    const headers = SipHeaders.from(accepted.headers)
    const isFirst = why !== 'it is not signed'
    if (!isFirst) expect(proof.admits(copy(accepted))).toBe(true)
    change(headers)
    expect(proof.admits({ ...accepted, headers })).toBe(false)
    expect(complaints.at(-1)).toContain(why)
    expect(proof.isProven).toBe(!isFirst)
  })
})

function altered(headers: SipHeaders, name: string, what: RegExp, by: string): void {
  headers.set(name, (headers.get(name) ?? '').replace(what, by))
}
