import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import type { SipRequest } from '../../protocols/sip/index.ts'
import { answerTo, type RogueRegistrar, startRogueRegistrar } from './testing/rogue-registrar.ts'
import { alice, startPair, type TestPair } from './testing/test-pair.ts'

type Headers = Readonly<Record<string, string | readonly string[] | null>>
/** What a registrar does with a REGISTER: says so, or nothing. */
type Reaction = readonly [status: number, headers?: Headers] | 'silence' | ((request: SipRequest) => string)

let clock: VirtualClock
let pair: TestPair
let rogues: RogueRegistrar[]

beforeEach(async () => {
  clock = createVirtualClock()
  rogues = []
  pair = await startPair({ clock, transport: 'tcp', timeoutMs: 15_000 })
})

afterEach(async () => {
  await pair.stop()
  for (const rogue of rogues) rogue.close()
})

const ours = (request: SipRequest) => request.headers.get('Contact') ?? ''
const granted = (seconds: number): Reaction => [200, { Contact: `OURS;expires=${seconds}`, Expires: null }]

/** A registrar that reacts so to each REGISTER, and to further ones like to the last. */
async function registrar(...reactions: readonly Reaction[]): Promise<RogueRegistrar> {
  const rogue = await startRogueRegistrar(clock)
  rogues.push(rogue)
  let count = 0
  rogue.handleRequest = (request) => {
    if (request.method !== 'REGISTER') return false
    const reaction = reactions[Math.min(count, reactions.length - 1)] ?? 'silence'
    count += 1
    if (reaction === 'silence') return true
    if (typeof reaction === 'function') rogue.send(reaction(request))
    else {
      const [status, headers = {}] = reaction
      const own = ours(request)
      const filled = Object.entries(headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replace('OURS', own) : value,
      ])
      rogue.send(answerTo(request, status, { headers: Object.fromEntries(filled) }))
    }
    return true
  }
  return rogue
}

const registers = (rogue: RogueRegistrar) => rogue.requests.filter(({ method }) => method === 'REGISTER')
const credentials = { target: 'digest' } as const
const challenge = 'Digest realm="corp", nonce="1", qop="auth"'

interface Outcome {
  readonly result: unknown
  readonly message: string
  readonly tookMs: number
}

async function logIn(): Promise<Outcome> {
  const startedAt = clock.now()
  const result: unknown = await clock
    .runUntil(pair.connector.register(alice))
    .catch((error: unknown) => error)
  const message = result instanceof Error ? result.message : 'accepted'
  return { result, message, tookMs: clock.now() - startedAt }
}

describe('a login whose REGISTER is answered', () => {
  it.each<[string, readonly Reaction[], RegExp, number, number]>([
    ['200 with expires=0', [granted(0)], /200 .* but with expires=0: it is not registered/, 1, 0],
    ['200 with Expires: 0', [[200, { Contact: 'OURS', Expires: '0' }]], /expires=0/, 1, 0],
    ['200 for a second', [granted(1)], /for 1 s only, which is too short/, 1, 0],
    ['200 for half a minute', [granted(30)], /^accepted$/, 1, 0],
    ['200 without a time', [[200, { Contact: 'OURS', Expires: null }]], /^accepted$/, 1, 0],
    [
      '200 that lists others only',
      [[200, { Contact: '<sip:m@192.0.2.4:5060>;expires=390', Expires: null }]],
      /lists other endpoints only/,
      1,
      0,
    ],
    ['200 that lists nobody', [[200, { Contact: null, Expires: null }]], /lists no Contact/, 1, 0],
    ['200 with Expires alone', [[200, { Contact: null, Expires: '3600' }]], /^accepted$/, 1, 0],
    [
      '200 that cannot be read',
      [[200, { Contact: '<sip:m@192.0.2.4:5060>;expires=390,: OURS;expires=30' }]],
      /the answer 200 Rogue \(REGISTER\) cannot be read: /,
      1,
      0,
    ],
    [
      'what has no status',
      [(request) => answerTo(request).toString().replace('200 Rogue', '2000 Rogue')],
      /cannot be read: .*is not a status code/,
      1,
      0,
    ],
    [
      'HTTP',
      [() => 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'],
      /answered with something that is not SIP: HTTP\/1\.1 400 Bad Request$/,
      1,
      0,
    ],
    ['nothing', ['silence'], /did not answer REGISTER within 15 s/, 1, 15_000],
    ['100 and nothing', [[100]], /did not answer REGISTER within 15 s/, 1, 15_000],
    ['400', [[400]], /answered 400/, 1, 0],
    ['403', [[403, { 'ms-diagnostics': '4003;reason="No"' }]], /answered 403 .*4003/, 1, 0],
    ['404', [[404]], /answered 404/, 1, 0],
    ['405', [[405]], /answered 405/, 1, 0],
    ['401 of no scheme', [[401]], /401 .*does not say how the user is to prove/, 1, 0],
    [
      '401 of an unknown scheme',
      [[401, { 'WWW-Authenticate': 'Bearer realm="corp"' }]],
      /401 .*asks for Bearer, and the service vouches for its users/,
      1,
      0,
    ],
    ['302 to nowhere', [[302, { Contact: null }]], /cannot be followed: it names no other address/, 1, 0],
    [
      '302 to what is not SIP',
      [[302, { Contact: ['<tel:+4930>', '<sip:x@192.0.2.1;transport=udp>'] }]],
      /"tel:\+4930" is not a sip: or sips: address; .* over udp, which the service does not speak/,
      1,
      0,
    ],
    ['305', [[305, { Contact: '<sip:192.0.2.1>' }]], /answered 305 .*it names sip:192\.0\.2\.1$/, 1, 0],
    ['380', [[380, { Contact: '<sip:192.0.2.1>' }]], /answered 380 /, 1, 0],
    ['423 without an interval', [[423]], /423 .*names no interval/, 1, 0],
    ['423 with less than was asked', [[423, { 'Min-Expires': '60' }]], /no less than 60 s/, 1, 0],
    ['423 with more, and then 200', [[423, { 'Min-Expires': '9000' }], granted(9_000)], /^accepted$/, 2, 0],
    [
      '423 with more and more',
      [9_000, 10_000, 11_000, 12_000].map((least) => [423, { 'Min-Expires': String(least) }] as const),
      /423 .*no less than 11000 s/,
      3,
      0,
    ],
    ['480', [[480]], /answered 480/, 1, 0],
    ['500', [[500]], /answered 500/, 1, 0],
    ['501', [[501]], /answered 501/, 1, 0],
    ['503, with patience', [[503, { 'Retry-After': '5' }], granted(600)], /^accepted$/, 2, 5_000],
    ['503 twice', [[503, { 'Retry-After': '5' }]], /503 .*asks to wait 5 s \(Retry-After\)/, 2, 5_000],
    ['503 for long', [[503, { 'Retry-After': '120 (maintenance)' }]], /asks to wait 120 s/, 1, 0],
    ['503 of no time', [[503, { 'Retry-After': 'soon' }]], /answered 503 Rogue to the [^;]*$/, 1, 0],
    ['486 with a time', [[486, { 'Retry-After': '3' }], granted(600)], /^accepted$/, 2, 3_000],
    ['404 with a time', [[404, { 'Retry-After': '3' }], granted(600)], /404 .*asks to wait 3 s/, 1, 0],
    ['600', [[600]], /answered 600/, 1, 0],
    ['603', [[603]], /answered 603/, 1, 0],
    ['799', [(request) => answerTo(request, 699).toString()], /answered 699/, 1, 0],
  ])('%s', async (_what, reactions, message, count, tookMs) => {
    const rogue = await registrar(...reactions)
    pair.target.port = rogue.port
    const outcome = await logIn()
    expect(outcome.message).toMatch(message)
    expect([registers(rogue).length, outcome.tookMs]).toEqual([count, tookMs])
    // Never tight refreshes, whatever was granted.
    await clock.advance(90_000)
    expect(registers(rogue).length).toBeLessThanOrEqual(count + 6)
  })

  it.each([
    ['Bearer realm="corp"', /asks for Bearer, and the service answers Digest only/, 1],
    ['NTLM realm="x"', /asks for NTLM, and the service answers Digest only/, 1],
    [`${challenge}, algorithm=SHA-512-256`, /asks for Digest with algorithm SHA-512-256, qop auth,/, 1],
    ['Digest', /asks for Digest, and/, 1],
    ['???', /asks for \?\?\? \(unreadable\)/, 1],
    [challenge, /refused the user ID or the password/, 2],
  ])('a 401 for %s is explained', async (scheme, message, count) => {
    const rogue = await registrar([401, { 'WWW-Authenticate': scheme }])
    Object.assign(pair.target, { port: rogue.port, proof: credentials.target })
    const outcome = await logIn()
    expect(outcome.message).toMatch(message)
    expect(outcome.result).toMatchObject({ refusesCredentials: count === 2 })
    expect(registers(rogue)).toHaveLength(count)
  })
})

describe('a login that is redirected', () => {
  const to = ({ port }: RogueRegistrar, more = '') => `<sip:127.0.0.1:${port}${more}>`

  it('follows every redirection and reports the way', async () => {
    const pool = await registrar(granted(600))
    const second = await registrar([302, { Contact: to(pool) }])
    const director = await registrar([
      301,
      { Contact: ['<sip:192.0.2.1;transport=udp>;q=0.9', `${to(second, ';transport=tcp')};q=0.5`] },
    ])
    pair.target.port = director.port
    const { result } = await logIn()
    expect(result).toMatchObject({ connectivity: { server: `127.0.0.1:${pool.port}`, transport: 'tcp' } })
    const at = ({ port }: { port: number }) => ({ address: `127.0.0.1:${port}`, transport: 'tcp' })
    const reason = 'Rogue'
    expect(result).toHaveProperty('detours', [
      { code: 'redirected', facts: { by: at(director), status: 301, reason, asked: [at(second)] } },
      { code: 'redirected', facts: { by: at(second), status: 302, reason, asked: [at(pool)] } },
    ])
    expect(registers(pool)[0]?.uri).toBe('sip:corp.example')
    // It is kept there, and removed there.
    await clock.advance(3_600_000)
    expect([registers(director).length, registers(pool).length]).toEqual([1, 13])
    await clock.runUntil(pair.connector.unregister('s1'))
    expect(registers(pool).at(-1)?.headers.get('Expires')).toBe('0')
  })

  it('connects over another transport if the redirection names it', async () => {
    const director = await registrar([302, { Contact: `<sip:127.0.0.1:${pair.server.port};transport=tls>` }])
    const secure = await startPair({ clock })
    Object.assign(pair.target, { port: director.port })
    director.handleRequest = (request) => {
      if (request.method !== 'REGISTER') return false
      const contact = `<sips:127.0.0.1:${secure.server.port}>`
      director.send(answerTo(request, 302, { headers: { Contact: contact } }))
      return true
    }
    Object.assign(pair.target, {
      ca: secure.target.ca,
      certificate: secure.target.certificate,
      key: secure.target.key,
    })
    const { result } = await logIn()
    expect(result).toMatchObject({
      connectivity: { server: `127.0.0.1:${secure.server.port}`, transport: 'tls' },
    })
    expect(secure.server.registrations()).toHaveLength(1)
    await clock.runUntil(pair.connector.unregister('s1'))
    await secure.stop()
  })

  it('fails at a circle and names it', async () => {
    const first = await registrar('silence')
    const second = await registrar([302, { Contact: to(first) }])
    first.handleRequest = (request) => {
      if (request.method !== 'REGISTER') return false
      first.send(answerTo(request, 302, { headers: { Contact: to(second) } }))
      return true
    }
    pair.target.port = first.port
    const { message } = await logIn()
    expect(message).toMatch(
      new RegExp(
        `sent in a circle: .*${first.port} .*${second.port} .* and named 127.0.0.1:${first.port}.*asked before`,
      ),
    )
    expect([registers(first).length, registers(second).length]).toEqual([1, 1])
  })

  it('fails after too many redirections', async () => {
    const chain: RogueRegistrar[] = []
    for (let count = 0; count < 7; count += 1) {
      const last = chain.at(-1)
      chain.push(await registrar(last ? [302, { Contact: to(last) }] : granted(600)))
    }
    pair.target.port = chain.at(-1)?.port ?? 0
    expect((await logIn()).message).toMatch(/sent on more than 5 times/)
    expect(chain.map((each) => registers(each).length)).toEqual([0, 1, 1, 1, 1, 1, 1])
  })

  it('tries the next address when the first cannot be reached, and reports both', async () => {
    const gone = await registrar('silence')
    gone.close()
    const pool = await registrar(granted(600))
    const director = await registrar([302, { Contact: [`${to(pool)};q=0.1`, `${to(gone)};q=0.2`] }])
    pair.target.port = director.port
    expect((await logIn()).result).toMatchObject({ connectivity: { server: `127.0.0.1:${pool.port}` } })
    const lonely = await registrar([302, { Contact: to(gone) }])
    await clock.runUntil(pair.connector.unregister('s1'))
    pair.connector.reset()
    pair.target.port = lonely.port
    expect((await logIn()).message).toMatch(
      new RegExp(`${lonely.port} over TCP answered 302 Rogue and named .*${gone.port}.* refuses connections`),
    )
  })

  it('reports the redirection and the refusal at its end', async () => {
    const pool = await registrar([403])
    const director = await registrar([301, { Contact: to(pool) }])
    pair.target.port = director.port
    expect((await logIn()).message).toMatch(/answered 403 .*this after .* answered 301 Rogue and named/)
  })
})

describe('a redirected session with its own connection', () => {
  it('connects to the named server, and asks the first one again when that connection breaks', async () => {
    const pool = await registrar(granted(600))
    const director = await registrar([301, { Contact: `<sip:127.0.0.1:${pool.port}>` }])
    Object.assign(pair.target, { port: director.port, hasOwnConnections: true })
    await logIn()
    expect([registers(director).length, registers(pool).length]).toEqual([1, 1])
    pool.hangUp()
    await clock.settle()
    expect([registers(director).length, registers(pool).length]).toEqual([2, 2])
    expect([director.connections, pool.connections]).toEqual([0, 1])
    await clock.runUntil(pair.connector.unregister('s1'))
    await clock.settle()
    expect([director.connections, pool.connections]).toEqual([0, 0])
  })
})

describe('a registration that the server ends', () => {
  const notify = (contact: string, event: string) => {
    const body = `deregistered;event=${event}`
    return [
      `NOTIFY ${/<([^>]*)>/.exec(contact)?.[1]} SIP/2.0`,
      'Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKnotify',
      'Max-Forwards: 70',
      'From: <sip:alice@corp.example>;tag=server',
      'To: <sip:alice@corp.example>;tag=client',
      'Call-ID: notify',
      'CSeq: 1 NOTIFY',
      'Event: registration-notify',
      'Subscription-State: terminated',
      'Content-Type: text/registration-event',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n')
  }

  it.each([
    ['deactivated', 2, null],
    ['unregistered', 1, /a newer endpoint of the same user/],
    ['rejected', 1, /may not be signed in any more/],
  ] as const)('with %s is requested %d times in all', async (event, count, why) => {
    const rogue = await registrar(granted(600))
    pair.target.port = rogue.port
    await logIn()
    const [request] = registers(rogue)
    rogue.send(notify(request ? ours(request) : '', event))
    await clock.settle()
    await clock.advance(1_000)
    expect(registers(rogue)).toHaveLength(count)
    expect(pair.lost.get('s1')?.message ?? null).toEqual(why === null ? null : expect.stringMatching(why))
  })
})

describe('a refresh that is answered', () => {
  /** Half of what is granted is left at the refresh. */
  const lifeMs = 600_000

  it.each<[string, readonly Reaction[], RegExp | null, readonly [least: number, most: number]]>([
    ['200', [granted(600)], null, [2, 3]],
    ['200 with expires=0', [granted(0)], /not registered/, [1, 1]],
    [
      '200 without our Contact',
      [[200, { Contact: '<sip:m@192.0.2.4>', Expires: null }]],
      /not registered/,
      [1, 1],
    ],
    ['401', [[401, { 'WWW-Authenticate': 'Bearer' }]], /asks for Bearer/, [1, 1]],
    ['403', [[403]], /answered 403/, [1, 1]],
    ['404', [[404]], /answered 404/, [1, 1]],
    ['500 and then 200', [[500], [500], granted(600)], null, [3, 4]],
    ['500 for ever', [[500]], /expired before it could be renewed: .* answered 500/, [8, 30]],
    ['408 and then 200', [[408], granted(600)], null, [2, 4]],
    ['480 and then 200', [[480], granted(600)], null, [2, 4]],
    ['501', [[501]], /answered 501/, [1, 1]],
    ['503 of a minute', [[503, { 'Retry-After': '60' }], granted(600)], null, [2, 3]],
    ['503 of an hour', [[503, { 'Retry-After': '3600' }]], /expired .* asks to wait 3600 s/, [1, 1]],
    ['503 of no time at all', [[503, { 'Retry-After': '0' }]], /expired .* answered 503/, [8, 30]],
    ['603', [[603]], /answered 603/, [1, 1]],
    ['what cannot be read', [[200, { Contact: ': OURS' }], granted(600)], null, [2, 3]],
  ])('%s', async (_what, reactions, why, [least, most]) => {
    const rogue = await registrar(granted(600), ...reactions)
    pair.target.port = rogue.port
    await logIn()
    await clock.advance(lifeMs + 1_000)
    const after = registers(rogue).length - 1
    expect(after).toBeGreaterThanOrEqual(least)
    expect(after).toBeLessThanOrEqual(most)
    expect(pair.lost.get('s1')?.message ?? null).toEqual(why === null ? null : expect.stringMatching(why))
    // What is lost asks no more.
    const count = registers(rogue).length
    await clock.advance(100_000)
    if (why !== null) expect(registers(rogue)).toHaveLength(count)
  })

  it('503 waits for Retry-After and reports once', async () => {
    const rogue = await registrar(granted(60), [503, { 'Retry-After': '5' }], granted(60))
    pair.target.port = rogue.port
    await logIn()
    await clock.advance(34_999)
    expect(registers(rogue)).toHaveLength(2)
    await clock.advance(1)
    expect(registers(rogue)).toHaveLength(3)
    expect([pair.lost.size, pair.reconnecting]).toEqual([0, []])
    expect(pair.reports).toEqual([
      expect.stringMatching(/^one session registers again: .*503 .*asks to wait 5 s \(Retry-After\)$/),
      'one session is registered again at the Communications Server',
    ])
  })

  it('302 moves to the named server', async () => {
    const pool = await registrar(granted(600))
    const director = await registrar(granted(600), [302, { Contact: `<sip:127.0.0.1:${pool.port}>` }])
    pair.target.port = director.port
    await logIn()
    await clock.advance(lifeMs)
    expect(pair.refreshed.get('s1')).toMatchObject({ server: `127.0.0.1:${pool.port}` })
    expect(pair.lost.size).toBe(0)
  })

  it('never, while others are, keeps the connection that they share', async () => {
    const bobs = { ...alice, sessionId: 's2', sipAddress: 'sip:bob@corp.example', pin: '2100000B' }
    const rogue = await registrar(granted(600))
    pair.target.port = rogue.port
    await logIn()
    await clock.advance(1_000)
    await clock.runUntil(pair.connector.register(bobs))
    let silences = 1
    rogue.handleRequest = (request) => {
      if (request.method !== 'REGISTER') return false
      const isAlice = request.headers.get('To')?.includes('alice') === true
      silences -= isAlice ? 1 : 0
      if (isAlice && silences >= 0) return true
      rogue.send(answerTo(request, 200, { headers: { Contact: `${ours(request)};expires=600` } }))
      return true
    }
    await clock.advance(lifeMs)
    expect([pair.lost.size, pair.reconnecting]).toEqual([0, []])
    expect(rogue.requests.filter(({ method }) => method === 'OPTIONS')).toHaveLength(1)
  })

  it('never is sent again over a new connection', async () => {
    const rogue = await registrar(granted(600), 'silence', granted(600))
    pair.target.port = rogue.port
    await logIn()
    await clock.advance(lifeMs)
    expect([pair.lost.size, pair.reconnecting]).toEqual([0, ['s1']])
    expect(rogue.requests.filter(({ method }) => method === 'OPTIONS')).toHaveLength(2)
  })
})

describe('an endpoint that registers again is answered', () => {
  it.each<[string, readonly Reaction[], RegExp | null]>([
    ['200', [granted(600)], null],
    ['503 with a time, and then 200', [[503, { 'Retry-After': '30' }], granted(600)], null],
    ['500, 480, silence, and then 200', [[500], [480], 'silence', granted(600)], null],
    ['what cannot be read, and then 200', [[200, { Contact: ': OURS' }], granted(600)], null],
    ['430, and then 200', [[430], granted(600)], null],
    ['403', [[403]], /answered 403/],
    ['200 with expires=0', [granted(0)], /not registered/],
    ['500 for ever', [[500]], /expired before it could be renewed: .* answered 500/],
    ['HTTP for ever', [() => 'HTTP/1.0 400 No\r\n\r\n'], /expired before it could be renewed: .*not SIP/],
  ])('%s', async (_what, reactions, why) => {
    const rogue = await registrar(granted(3_600), ...reactions)
    pair.target.port = rogue.port
    await logIn()
    pair.connector.reset()
    await clock.advance(120_000)
    const early = pair.lost.get('s1')?.message ?? null
    if (why === null) expect([early, pair.refreshed.has('s1')]).toEqual([null, true])
    await clock.advance(3_600_000)
    if (why !== null) expect(pair.lost.get('s1')?.message).toMatch(why)
  })
})
