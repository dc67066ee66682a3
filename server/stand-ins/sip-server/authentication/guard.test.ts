import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Notice } from '#contract'
import { createPacedClock } from '../../../clock/index.ts'
import { FaultGate } from '../../../faults/index.ts'
import { ntHash } from '../../../protocols/ntlm/index.ts'
import {
  parseAuthentication,
  parseMessage,
  type SipMessage,
  type SipRequest,
} from '../../../protocols/sip/index.ts'
import { overTls } from '../../communications/testing/over-tls.ts'
import { requestText } from '../../communications/testing/test-client.ts'
import { respond } from '../answer.ts'
import { openPeerConnection, type PeerConnection } from '../peer-connection.ts'
import { readCredentials } from './credentials.ts'
import { createAuthentication } from './index.ts'
import { type AuthenticatingServer, startAuthenticatingServer } from './testing/authenticating-server.ts'
import { NtlmSipClient } from './testing/ntlm-sip-client.ts'

const clock = createPacedClock()
const account = {
  id: 'alice',
  state: 'enabled',
  ntHash: ntHash('Passw0rd!'),
  sipAddress: 'sip:alice@corp.example',
}

function createAuth(onProblem: (notice: Notice) => void = () => {}) {
  return createAuthentication({
    clock,
    dns: 'corp.example',
    serverName: 'ocs.corp.example',
    product: 'RTC/3.5',
    authentication: ['ntlm'],
    accounts: { find: (id) => (id === 'alice' ? account : undefined) },
    onProblem,
  })
}

function message(text: string): SipMessage {
  return parseMessage(Buffer.from(text))
}

describe('messages that the server sends on its own', () => {
  let listener: Server
  let client: NtlmSipClient

  afterEach(() => {
    client.socket.destroy()
    listener.close()
  })

  it.each([3, 4])('are all signed, and carry no credentials (version %i)', async (version) => {
    const authentication = createAuth()
    const peers: PeerConnection[] = []
    const seen: string[] = []
    listener = createServer((socket) => {
      const passage = new FaultGate(clock).accept(socket)
      if (!passage) return
      const options = {
        passage,
        clock,
        socket,
        peer: { name: 'a test', address: '127.0.0.1:1' },
        guard: authentication.guard({ isTrusted: false, isTls: false }),
        async onRequest(request: SipRequest, connection: PeerConnection) {
          seen.push(request.method)
          if (request.method === 'ACK') return
          connection.send(respond(request, request.headers.list('Via'), { status: 200, reason: 'OK' }, []))
        },
        onResponse() {},
        onMalformed() {},
        onProblem() {},
        onClosed() {},
      }
      const peer = openPeerConnection(options)
      peers.push(peer)
    })
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const address = listener.address()
    if (typeof address !== 'object' || address === null) throw new Error('no address')
    client = await NtlmSipClient.connect({ server: address, version })
    expect(client.complaint(await client.signIn())).toBeNull()
    const toClient = {
      To: '<sip:alice@corp.example>;tag=2',
      From: '<sip:bob@corp.example>;tag=1',
      'P-Asserted-Identity': '"Bob" <sip:bob@corp.example>, <tel:+14085264000>',
      Authorization: 'NTLM opaque="bob’s"',
      'Authentication-Info': 'NTLM rspauth="forged"',
    }
    for (const method of ['BENOTIFY', 'INVITE', 'MESSAGE', 'ACK', 'NOTIFY', 'BYE']) {
      peers[0]?.send(message(requestText(method, toClient)))
      const received = await client.next()
      expect(received.kind === 'request' && received.method).toBe(method)
      expect(received.headers.all('Authentication-Info')).toHaveLength(1)
      expect(received.headers.has('Authorization')).toBe(false)
      expect(client.complaint(received)).toBeNull()
      if (received.kind === 'request' && method !== 'ACK') {
        client.send(
          client.sign(respond(received, received.headers.list('Via'), { status: 200, reason: 'OK' }, [])),
        )
      }
    }
    // Provisional answers that are passed on to the client are signed as well.
    const forwarded = respond(
      { headers: message(requestText('INVITE')).headers },
      [],
      { status: 180, reason: 'Ringing' },
      [],
    )
    peers[0]?.send(forwarded)
    expect(client.complaint(await client.next())).toBeNull()

    seen.length = 0
    client.send(client.compose('ACK'))
    client.send(client.sign(client.compose('ACK')))
    await client.ask('OPTIONS')
    expect(seen).toEqual(['ACK', 'OPTIONS'])
  })
})

describe('over TLS', () => {
  let current: AuthenticatingServer

  afterEach(() => current.stop())

  it('a client needs no certificate, but must not speak for the domain', async () => {
    const { authority, options } = await overTls()
    // Trust every address, since only a certificate counts over TLS.
    current = await startAuthenticatingServer({ ...options, isTrustedAddress: () => true })
    const ca = authority.certificate
    const client = await current.open({ ca })
    client.send(client.compose('REGISTER'))
    expect((await client.response()).status).toBe(401)
    expect(client.complaint(await client.signIn())).toBeNull()
    for (const from of ['<sip:corp.example>;tag=1', '<sip:ocs.corp.example>;tag=1']) {
      const intruder = await current.open({ ca })
      intruder.send(intruder.compose('OPTIONS', { From: from }))
      await once(intruder.socket, 'close')
      expect(current.problems.at(-1)).toMatch(/spoke for corp\.example .* showed no certificate/)
    }
  })
})

describe('credentials', () => {
  it('are parsed with any spacing, and only when they are for this server', () => {
    const read = (value: string) =>
      readCredentials(message(requestText('OPTIONS', { Authorization: value })).headers, 'ocs.corp.example')
    const mine = 'realm="SIP Communications Service", targetname="ocs.corp.example"'
    expect(read(`ntlm qop="auth" ,${mine},opaque=AB , cnum="7"`)).toMatchObject([
      { role: 'server', opaque: 'AB', number: '7', version: 2, gssapiData: null },
    ])
    expect(read(`NTLM ${mine.replace('ocs.', 'lcs.')}`)).toEqual([])
    expect(read(`NTLM ${mine.replace('SIP', 'X')}`)).toEqual([])
    expect(read(`Kerberos ${mine}`)).toEqual([])
    expect(read(`NTLM ${mine}, opaque=1, opaque=2`)).toEqual([])
    expect(read(`NTLM ${mine}, opaque="1`)).toEqual([])
    expect(read('NTLM')).toEqual([])
  })
})

/** No input makes the guard throw, or admit an unsigned request. */
describe('garbage', () => {
  const origin = { address: '127.0.0.1', port: 5060 }
  const mine = 'NTLM realm="SIP Communications Service", targetname="ocs.corp.example"'

  async function judge(requests: readonly string[]): Promise<number[]> {
    const guard = createAuth().guard({ isTrusted: false, isTls: false })
    const statuses: number[] = []
    const connection = {
      origin,
      peer: { name: 'a test', address: '127.0.0.1:1' },
      send: (answer: SipMessage) => statuses.push(answer.kind === 'response' ? answer.status : 0),
      drop() {},
    }
    for (const text of requests) {
      const isAdmitted = await guard.admit(message(text), connection)
      if (isAdmitted) statuses.push(200)
    }
    return statuses
  }

  const printable = fc.string({ unit: fc.constantFrom(...'NTLM ="\\,;<>:@=abcé0123456789'), maxLength: 60 })

  it('in the header counts as no credentials', async () => {
    await fc.assert(
      fc.asyncProperty(printable, printable, async (first, second) => {
        const values = [first, `${mine}, ${second}`, `NTLM ${second}`]
        const requests = values.map((value) => requestText('OPTIONS', { Authorization: value.trim() || 'x' }))
        expect(await judge(requests)).toEqual([401, 401, 401])
      }),
      { numRuns: 500 },
    )
  })

  it('in gssapi-data is refused', async () => {
    const signature = Buffer.from('NTLMSSP\0\x03\0\0\0', 'latin1')
    const token = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.concat([signature, bytes])),
    )
    const guarded = fc.oneof(
      token.map((bytes) => Buffer.from(bytes).toString('base64')),
      fc.base64String(),
      fc.constant('='),
    )
    await fc.assert(
      fc.asyncProperty(guarded, async (data) => {
        const guard = createAuth().guard({ isTrusted: false, isTls: false })
        const answers: SipMessage[] = []
        const connection = {
          origin,
          peer: { name: 'a test', address: '127.0.0.1:1' },
          send: (answer: SipMessage) => answers.push(answer),
          drop() {},
        }
        const admit = (value: string) =>
          guard.admit(message(requestText('REGISTER', { Authorization: value })), connection)
        await admit(`${mine}, version=4, gssapi-data=""`)
        const opaque = parseAuthentication(answers[0]?.headers.get('WWW-Authenticate') ?? '')?.parameters.get(
          'opaque',
        )
        expect(opaque).toMatch(/^[0-9A-F]{8}$/)
        expect(
          await admit(
            `${mine}, version=4, opaque="${opaque}", gssapi-data="${data}", crand="1", cnum="1", response="00"`,
          ),
        ).toBe(false)
        expect(answers).toHaveLength(2)
      }),
      { numRuns: 1000 },
    )
  })
})
