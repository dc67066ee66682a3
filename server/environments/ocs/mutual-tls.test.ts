import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createGenerator } from '../../clock/index.ts'
import { PeerUnavailable } from '../../sip-user-agent/index.ts'
import { detailInEnglish } from '../../words/testing/in-english.ts'
import { alice, bob, startPair, type TestPair } from './testing/test-pair.ts'

let pair: TestPair

afterEach(() => pair.stop())

async function refusal(): Promise<PeerUnavailable> {
  const error: unknown = await pair.connector.connect('s1').then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof PeerUnavailable) return error
  throw new Error('it was not refused', { cause: error })
}

describe('mutual TLS', () => {
  it('connects when both sides show a trusted certificate', async () => {
    pair = await startPair()
    const first = await pair.connector.connect('s1')
    expect(first.isReused).toBe(false)
    expect(detailInEnglish({ code: 'connection-opened', facts: first.connection })).toMatch(
      /^Opened: TLS to ocs\.corp\.example at 127\.0\.0\.1:\d+, both certificates verified \(TLSv1\.3/,
    )
    expect((await pair.connector.connect('s1')).isReused).toBe(true)
    expect(pair.problems).toEqual([])
    expect(pair.frames[0]?.protocol).toBe('TLS')
    expect(pair.frames[0]?.sizeBytes).toBeGreaterThan(500)
    expect(pair.frames[0]?.openedSummary()).toContain('handshake completed')
  })

  it.each([
    ['untrusted', 'server-certificate-untrusted', 'authority that the service does not trust'],
    ['expired', 'server-certificate-expired', 'has expired'],
    [
      'wrong-name',
      'server-certificate-wrong-name',
      'not made out to ocs.corp.example but to someone-else.corp.example',
    ],
  ] as const)('refuses a server whose certificate is %s', async (serverCertificate, code, words) => {
    pair = await startPair({ serverCertificate })
    const error = await refusal()
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
    expect(await pair.problem('the TLS handshake')).toContain('may not trust the certificate shown here')
    expect(pair.frames.map((frame) => frame.openedSummary())).toEqual([
      expect.stringContaining('handshake failed'),
    ])
  })

  it.each([
    ['missing', 'service-certificate-missing', 'the service showed none', 'showed no certificate'],
    ['expired', 'service-certificate-refused', 'which expired on', 'of bcs.corp.example that expired on'],
    [
      'untrusted',
      'service-certificate-refused',
      'which another authority issued',
      'from an authority that is not trusted here',
    ],
    [
      'wrong-name',
      'service-certificate-refused',
      'made out to someone-else.corp.example',
      'which is not a trusted server',
    ],
  ] as const)(
    'is refused by the server when its own certificate is %s',
    async (serviceCertificate, code, words, there) => {
      pair = await startPair({ serviceCertificate })
      const error = await refusal()
      expect(error.code).toBe(code)
      expect(error.message).toContain(words)
      expect(await pair.problem(there)).toContain('127.0.0.1')
      expect(pair.server.registrations()).toEqual([])
      expect(pair.frames.at(-1)?.openedSummary()).toContain('handshake failed')
    },
  )

  it('checks a certificate that the server changes at runtime only at the next connection', async () => {
    pair = await startPair()
    await pair.connector.register(alice)
    pair.faults.begin({ at: 'communicationsServer', kind: 'certificate-expired' }, createGenerator(1))
    pair.server.presentInstead(await pair.authority.issue('communications-server', 'expired'))
    expect((await pair.connector.connect('s2')).isReused).toBe(true)
    pair.breakConnections()
    await pair.problem('the TLS handshake')
    expect((await refusal()).code).toBe('server-certificate-expired')
    pair.faults.end('certificate-expired')
    pair.server.presentInstead(null)
    await pair.connector.register(bob)
  })

  it('reports that the server is down', async () => {
    pair = await startPair()
    await pair.server.suspend()
    expect(await refusal()).toMatchObject({
      code: 'connection-refused',
      message: expect.stringContaining('refuses connections'),
    })
    await pair.server.resume()
    expect((await pair.connector.connect('s1')).isReused).toBe(false)
  })

  it('connects over TCP, and reports a server that is set up for the other transport', async () => {
    pair = await startPair({ transport: 'tcp' })
    const { connection } = await pair.connector.connect('s1')
    expect(connection).toMatchObject({ server: 'ocs.corp.example', encryption: null })
    expect(pair.frames.map((frame) => frame.summary())).toEqual([
      'OPTIONS sip:corp.example',
      '200 OK (OPTIONS)',
    ])
    pair.target.transport = 'tls'
    pair.connector.reset()
    expect((await refusal()).message).toContain('is it set up for TCP?')
    await pair.stop()
    pair = await startPair()
    pair.target.transport = 'tcp'
    expect((await refusal()).message).toContain('is it set up for TLS?')
  })

  describe('with a misbehaving server', () => {
    let other: Server
    const sockets: Socket[] = []

    async function listen(onConnection: (socket: Socket) => void) {
      pair = await startPair({ transport: 'tcp', timeoutMs: 100 })
      other = createServer((socket) => {
        sockets.push(socket)
        socket.on('error', () => {})
        onConnection(socket)
      })
      other.listen(0, '127.0.0.1')
      await once(other, 'listening')
      const address = other.address()
      if (typeof address !== 'object' || address === null) throw new Error('no address')
      pair.target.port = address.port
    }

    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy()
      other.close()
    })

    it.each(['tcp', 'tls'] as const)(
      'gives up in time when the server never answers over %s',
      async (transport) => {
        await listen(() => {})
        pair.target.transport = transport
        expect(await refusal()).toMatchObject({
          code: 'timed-out',
          message: expect.stringContaining('0.1 s'),
        })
      },
    )

    it.each([
      ['HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
      ['HTTP/1.1 400 Bad Request\r\n', 'HTTP/1.1 400 Bad Request'],
      ['220 mail.corp.example ESMTP ready\r\n', '220 mail.corp.example ESMTP ready'],
      ['SSH-2.0-OpenSSH_9.2\n', 'SSH-2.0-OpenSSH_9.2'],
      ['<html>', '<html>'],
      [Buffer.from('J\0\0\0\n5.7.40', 'latin1'), 'J???'],
      [Buffer.from('300c02010078078a0134', 'hex'), '0????x???4'],
      [Buffer.from('15030300020246', 'hex'), 'TLS, which it may be set up for'],
    ])('reports another protocol, such as %j', async (said, shown) => {
      await listen((socket) => socket.write(said))
      expect(await refusal()).toMatchObject({
        code: 'server-not-sip',
        message: expect.stringMatching(/ answered with something that is not SIP: /),
      })
      expect((await refusal()).message.split('not SIP: ')[1]).toBe(shown)
    })

    it('reports a SIP message without a recognizable end', async () => {
      await listen((socket) => socket.write('SIP/2.0 200 OK\r\nCSeq: 1 OPTIONS\r\n\r\n'))
      expect((await refusal()).message).toContain('there is no Content-Length')
    })
  })
})
