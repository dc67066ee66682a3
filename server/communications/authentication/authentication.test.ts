import { afterEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../lab/clock/index.ts'
import { ntHash } from '../../ntlm/index.ts'
import { SipHeaders, type SipRequest } from '../../sip/index.ts'
import {
  type CommunicationsServer,
  type CommunicationsServerOptions,
  startCommunicationsServer,
} from '../index.ts'
import { NtlmSipClient, type NtlmSipClientOptions } from './testing/ntlm-sip-client.ts'

let clock: VirtualClock
let server: CommunicationsServer
let problems: string[]
const clients: NtlmSipClient[] = []

const accounts = new Map(
  [
    ['alice', 'enabled'],
    ['bob', 'enabled'],
    ['dora', 'disabled'],
    ['luke', 'locked'],
    ['paul', 'password-expired'],
  ].map(([id = '', state = '']) => [
    id,
    { id, state, ntHash: ntHash('Passw0rd!'), sipAddress: `sip:${id}@corp.example` },
  ]),
)

async function start(options: Partial<CommunicationsServerOptions> = {}): Promise<void> {
  clock = createVirtualClock()
  problems = []
  server = await startCommunicationsServer({
    clock,
    listen: { host: '127.0.0.1', port: 0, transport: 'tcp' },
    dns: 'corp.example',
    certificates: { certificate: '', key: '', ca: '' },
    trustedServers: [],
    users: { find: () => true },
    environment: 'ocs2007r2',
    authentication: ['ntlm'],
    accounts: { find: (id) => accounts.get(id.toLowerCase()) },
    domainName: 'CORP',
    onProblem: (text) => problems.push(text),
    ...options,
  })
}

async function open(options: Partial<NtlmSipClientOptions> = {}): Promise<NtlmSipClient> {
  const client = await NtlmSipClient.connect({ server, now: () => clock.now(), ...options })
  clients.push(client)
  return client
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy()
  await server.stop()
})

function altered(request: SipRequest, name: string, change: (value: string) => string): SipRequest {
  const headers = SipHeaders.from(request.headers)
  headers.set(name, change(headers.get(name) ?? ''))
  return { ...request, headers }
}

describe('a client without credentials', () => {
  it('is asked who it is, by the registrar with 401 and by the proxy with 407', async () => {
    await start()
    const client = await open()
    client.send(client.compose('REGISTER'))
    const registrar = await client.response()
    expect(registrar.status).toBe(401)
    expect(registrar.headers.all('WWW-Authenticate')).toEqual([
      'NTLM realm="SIP Communications Service", targetname="ocs.corp.example", version=4',
    ])
    expect(Date.parse(registrar.headers.get('Date') ?? '')).toBe(Math.floor(clock.now() / 1000) * 1000)
    expect(registrar.headers.get('To')).toMatch(/;tag=/)
    client.send(client.compose('MESSAGE', {}, 'sip:bob@corp.example'))
    const proxy = await client.response()
    expect(proxy.status).toBe(407)
    expect(proxy.headers.get('Proxy-Authenticate')).toContain('version=4')
    expect(server.registrations()).toEqual([])
  })

  it('is told the version that is spoken', async () => {
    await start({ authenticationVersion: 3 })
    const client = await open({ version: 4 })
    client.send(client.compose('REGISTER'))
    expect((await client.response()).headers.get('WWW-Authenticate')).toMatch(/version=3$/)
    // One that insists on another begins again.
    expect((await client.signIn()).headers.get('WWW-Authenticate')).not.toContain('gssapi-data')
  })

  it('gets no answer to ACK and CANCEL', async () => {
    await start()
    const client = await open()
    for (const method of ['ACK', 'CANCEL', 'OPTIONS']) client.send(client.compose(method))
    expect((await client.response()).headers.get('CSeq')).toMatch(/OPTIONS$/)
  })

  it('whose request cannot be read is told so, and has nothing carried out', async () => {
    await start()
    const client = await open()
    for (const changes of [
      { From: undefined },
      { To: 'x' },
      { CSeq: '1 INVITE' },
      { 'Call-ID': undefined },
    ]) {
      client.send(client.compose('REGISTER', changes))
      expect((await client.response()).status).toBe(400)
    }
    expect(server.registrations()).toEqual([])
  })

  it('gets in where nobody need prove anything, and NTLM happens when it begins it', async () => {
    await start({ authentication: ['ntlm', 'none'] })
    const phone = await open()
    phone.send(phone.compose('REGISTER'))
    const answer = await phone.response()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Authentication-Info')).toBeUndefined()

    const client = await open()
    expect((await client.signIn()).status).toBe(200)
    expect((await client.ask('OPTIONS')).status).toBe(200)
    // What comes unsigned over that connection now is not believed.
    client.send(client.compose('REGISTER'))
    expect((await client.response()).status).toBe(401)
  })

  it('may bring whatever credentials it likes where NTLM is not on offer', async () => {
    await start({ authentication: ['none'] })
    const client = await open()
    expect((await client.signIn()).status).toBe(200)
  })

  it('is not challenged at an address that is trusted', async () => {
    const trusted = new Set<number>()
    await start({ isTrustedAddress: (address, port) => address === '127.0.0.1' && trusted.has(port) })
    const service = await open()
    trusted.add(service.socket.localPort ?? 0)
    service.send(service.compose('OPTIONS', { From: '<sip:corp.example>;tag=1' }))
    expect((await service.response()).status).toBe(200)
    trusted.clear()
    service.send(service.compose('REGISTER', { Expires: '0' }))
    expect((await service.response()).status).toBe(200)
    const other = await open()
    other.send(other.compose('OPTIONS', { From: '<sip:corp.example>;tag=1' }))
    expect((await other.response()).status).toBe(401)
  })
})

describe.each([3, 4])('the handshake of version %i', (version) => {
  it.each([false, true])(
    'lets the right password in, and both ends sign (proxied: %s)',
    async (isProxied) => {
      await start()
      const client = await open({ version, isProxied })
      const accepted = await client.signIn()
      expect(accepted.status).toBe(200)
      expect(client.complaint(accepted)).toBeNull()
      expect(server.registrations()).toMatchObject([{ sipAddress: 'sip:alice@corp.example' }])
      for (const changes of [
        {},
        { Expires: '600' },
        { 'P-Preferred-Identity': '<sip:alice@corp.example>, <tel:+1>' },
      ]) {
        const answer = await client.ask('OPTIONS', changes)
        expect(answer.status).toBe(200)
        expect(client.complaint(answer)).toBeNull()
      }
      // Refusals of what was asked by the right one are signed too.
      const refused = await client.ask('FROBNICATE')
      expect(refused.status).toBe(501)
      expect(client.complaint(refused)).toBeNull()
      expect(problems).toEqual([])
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
    await start()
    const client = await open({ version, ...changes })
    const refused = await client.signIn()
    expect(refused.status).toBe(401)
    expect(refused.headers.get('ms-diagnostics')).toMatch(/^1000;reason="Final handshake failed";source="ocs/)
    expect(client.challengeOf(refused)?.has('gssapi-data')).toBe(false)
    expect(problems.at(-1)).toContain(why)
    expect(server.registrations()).toEqual([])
  })

  it.each([-16, 16])('refuses a clock that is %i minutes away', async (minutes) => {
    await start()
    const client = await open({ version, now: () => clock.now() + minutes * 60_000 })
    const refused = await client.signIn()
    expect(refused.status).toBe(401)
    expect(refused.headers.get('ms-diagnostics')).toMatch(/^1013;/)
    const nearer = await open({ version, now: () => clock.now() + Math.sign(minutes) * 14 * 60_000 })
    expect((await nearer.signIn()).status).toBe(200)
  })

  it('knows the user by whatever name Windows accepts', async () => {
    await start()
    for (const name of [
      { user: 'ALICE', domain: 'corp' },
      { user: 'alice', domain: 'corp.example' },
      { user: 'alice@corp.example', domain: '' },
      { user: 'alice', domain: '' },
    ]) {
      expect((await (await open({ version, ...name })).signIn()).status).toBe(200)
    }
  })

  it.each([
    ['From', { From: '<sip:bob@corp.example>;tag=1', To: '<sip:bob@corp.example>' }],
    ['To', { To: '<sip:bob@corp.example>' }],
  ])('forbids to register somebody else (%s)', async (_where, changes) => {
    await start()
    const client = await open({ version })
    const forbidden = await client.signIn('REGISTER', changes)
    expect(forbidden.status).toBe(403)
    expect(forbidden.headers.get('ms-diagnostics')).toMatch(/^4004;/)
    expect(forbidden.headers.get('ms-diagnostics-public')).toMatch(/^4004;/)
    expect(server.registrations()).toEqual([])
  })

  it('refuses what says unreadably who it is, and goes on', async () => {
    await start()
    const client = await open({ version })
    const garbled = (request: SipRequest) => altered(request, 'P-Asserted-Identity', () => '"<,')
    const first = await client.signIn('REGISTER', {}, garbled)
    expect(first.status).toBe(version >= 4 ? 401 : 200)
    expect((await client.signIn()).status).toBe(200)
    client.send(garbled(client.sign(client.compose('OPTIONS'))))
    expect((await client.response()).status).toBe(401)
    const nameless = await open({ version, user: `a\n\u0007${'x'.repeat(500)}` })
    expect((await nameless.signIn()).status).toBe(401)
    expect(problems.at(-1)).toMatch(/^[^\p{C}]{1,160}$/u)
  })

  it('answers a challenge once, in time, and on its own connection', async () => {
    await start()
    const client = await open({ version })
    const other = await open({ version })
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
    await clock.advance(61_000)
    other.send(other.answer(late, other.compose('REGISTER')))
    expect((await other.response()).status).toBe(401)
  })

  it('keeps no more than a few half-done handshakes and associations', async () => {
    await start()
    const client = await open({ version })
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

describe('a signed message', () => {
  async function signedIn(options: Partial<NtlmSipClientOptions> = {}) {
    await start()
    const client = await open(options)
    expect((await client.signIn()).status).toBe(200)
    return client
  }

  async function statusOf(client: NtlmSipClient, request: SipRequest): Promise<number> {
    client.send(request)
    const response = await client.response()
    // A challenge is never signed; everything else is, and well.
    expect(client.complaint(response)).toBe(response.status === 401 ? 'there is none' : null)
    return response.status
  }

  it('that was changed on its way is refused', async () => {
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
    expect(problems.some((text) => text.includes('signature is wrong'))).toBe(true)
  })

  it('counts once, whatever its branch, and may come late but not too late', async () => {
    const client = await signedIn()
    const request = client.sign(client.compose('OPTIONS'), '', 50)
    expect(await statusOf(client, request)).toBe(200)
    expect(await statusOf(client, request)).toBe(401)
    const branch = () => 'SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKother'
    expect(await statusOf(client, altered(request, 'Via', branch))).toBe(401)
    expect(problems.at(-1)).toContain('used before')
    const numbered = (number: number) => statusOf(client, client.sign(client.compose('OPTIONS'), '', number))
    expect(await numbered(49)).toBe(200)
    expect(await numbered(400)).toBe(200)
    expect(await numbered(145)).toBe(200)
    expect(await numbered(144)).toBe(401)
    expect(await numbered(0)).toBe(401)
    expect(await numbered(2 ** 32)).toBe(401)
  })

  it('is worth nothing on another connection', async () => {
    const client = await signedIn()
    const other = await open()
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
    expect(problems.at(-1)).toContain('in the name of sip:bob@corp.example')
  })

  it('counts for eight hours; then the client signs in anew', async () => {
    const client = await signedIn()
    await clock.advance(8 * 3_600_000 - 1)
    expect(await statusOf(client, client.sign(client.compose('OPTIONS')))).toBe(200)
    await clock.advance(1)
    expect(await statusOf(client, client.sign(client.compose('OPTIONS')))).toBe(401)
    client.send(client.compose('REGISTER'))
    expect((await client.response()).status).toBe(401)
    expect(client.complaint(await client.signIn())).toBeNull()
  })
})
