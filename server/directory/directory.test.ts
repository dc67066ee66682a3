import { X509Certificate } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Client } from 'ldapts'
import { afterEach, describe, expect, test } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import {
  channelBindings,
  createMessageSplitter,
  decodeMessage,
  encodeMessage,
} from '../protocols/ldap/index.ts'
import type { Directory, DirectoryStandInOptions } from '../stand-ins/directory/index.ts'
import {
  password,
  startTestDirectory,
  testCertificate,
  testClient,
} from '../stand-ins/directory/testing/fixtures.ts'
import type { DirectoryTarget } from './directory-client.ts'
import { DirectoryUnavailable } from './directory-unavailable.ts'

const clock = createVirtualClock()
const pin = '2100000A'
const certificate = testCertificate('dc.corp.example')
const trusted = { ca: certificate.certificate, serverName: 'dc.corp.example' }

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function started(options: Partial<DirectoryStandInOptions> = {}): Promise<Directory> {
  const directory = await startTestDirectory(clock, options)
  cleanUps.push(() => directory.stop())
  return directory
}

async function authenticate(
  directory: { port: number },
  user: string,
  secret: string,
  target: Partial<DirectoryTarget> = {},
) {
  const client = testClient(clock, directory.port, target)
  return clock.runUntil(client.authenticate({ user, password: secret, pin }))
}

async function failing(
  directory: { port: number },
  target: Partial<DirectoryTarget> = {},
): Promise<DirectoryUnavailable> {
  const thrown = await authenticate(directory, 'alice', password, target).catch((error: unknown) => error)
  if (!(thrown instanceof DirectoryUnavailable)) throw thrown
  return thrown
}

describe('Integrated Windows authentication', () => {
  test.each(['alice', 'ALICE', 'CORP\\alice', 'corp.example\\alice', 'alice@corp.example'])(
    'lets %s in',
    async (user) => {
      const outcome = await authenticate(await started(), user, password)
      expect(outcome).toEqual({ isAuthenticated: true, mechanism: 'spnego-ntlm' })
    },
  )

  test.each([
    ['alice', 'wrong', '52e'],
    ['alice', '', '52e'],
    ['nobody', password, '525'],
    ['OTHER\\alice', password, '525'],
    ['disabled', password, '533'],
    ['disabled', 'wrong', '52e'],
    ['locked', 'wrong', '775'],
    ['account-expired', password, '701'],
    ['password-expired', password, '532'],
    ['must-change-password', password, '773'],
  ])('refuses %s with %j: %s', async (user, secret, subCode) => {
    expect(await authenticate(await started(), user, secret)).toEqual({
      isAuthenticated: false,
      subCode,
    })
  })

  test('records a frame for each message, with the fields that concern the login', async () => {
    const { port } = await started()
    const client = testClient(clock, port)
    await clock.runUntil(client.authenticate({ user: 'alice', password: 'wrong', pin }))
    expect(client.frames.map((frame) => `${frame.direction} ${frame.summary()}`)).toEqual([
      'up bindRequest SASL GSS-SPNEGO (NTLM negotiate)',
      'down bindResponse saslBindInProgress (NTLM challenge)',
      'up bindRequest SASL GSS-SPNEGO (NTLM authenticate, CORP\\alice)',
      'down bindResponse invalidCredentials, data 52e',
      'up unbindRequest',
    ])
    expect(client.frames.every((frame) => frame.pin === pin && !frame.isEncrypted)).toBe(true)
    const [ldap, ntlm] = client.frames[2]?.layers({ reveal: false }) ?? []
    expect(ldap?.fields).toContainEqual(expect.objectContaining({ name: 'Mechanism', value: 'GSS-SPNEGO' }))
    expect(ntlm?.fields).toContainEqual(expect.objectContaining({ name: 'NT response', value: '(masked)' }))
    const user = ntlm?.fields.find(({ name }) => name === 'User')
    const inToken = Buffer.from(ntlm?.bytes ?? []).subarray(user?.range?.start, user?.range?.end)
    expect(inToken.toString('utf16le')).toBe('alice')
    const { range, how } = ntlm?.origin ?? {}
    expect(how).toBe('part')
    expect(Buffer.from(ldap?.bytes ?? []).subarray(range?.start, range?.end)).toEqual(
      Buffer.from(ntlm?.bytes ?? []),
    )
  })

  test('keeps concurrent logins apart', async () => {
    const { port } = await started()
    const client = testClient(clock, port)
    const all = Array.from({ length: 40 }, (_, index) =>
      client.authenticate({ user: 'alice', password: index % 2 ? password : 'wrong', pin }),
    )
    const outcomes = await clock.runUntil(Promise.all(all))
    expect(outcomes.map((outcome) => outcome.isAuthenticated)).toEqual(all.map((_, index) => index % 2 === 1))
  })
})

describe('TLS', () => {
  test.each([{ startTls: true }, { isTls: true }])(
    'protects the connection as configured: %j',
    async (how) => {
      const client = testClient(clock, (await started({ certificate })).port, { ...how, ...trusted })
      const outcome = await clock.runUntil(client.authenticate({ user: 'alice', password, pin }))
      expect(outcome).toEqual({ isAuthenticated: true, mechanism: 'spnego-ntlm' })
      const last = client.frames.at(-1)
      expect(last).toMatchObject({ isEncrypted: true })
      expect(last?.openedSummary()).toBe('unbindRequest')
    },
  )

  test('binds Integrated Windows authentication to its channel', async () => {
    const client = testClient(clock, (await started({ certificate })).port, { isTls: true, ...trusted })
    await clock.runUntil(client.authenticate({ user: 'alice', password, pin }))
    const answer = client.frames.find((frame) => frame.openedSummary().includes('NTLM authenticate'))
    const shown = answer?.layers({ reveal: true }).flatMap((layer) => layer.fields) ?? []
    const response = shown.find(({ name }) => name === 'NT response')?.value ?? ''
    const { raw } = new X509Certificate(certificate.certificate)
    // MsvAvChannelBindings is pair 10, and 16 bytes long.
    expect(response).toContain(`0a001000${Buffer.from(channelBindings(raw)).toString('hex')}`)
  })

  test('allows a simple bind where NTLM is refused', async () => {
    const directory = await started({ certificate, isNtlmAllowed: false })
    const target = { startTls: true, ...trusted }
    const mechanism = 'simple-over-tls'
    expect(await authenticate(directory, 'alice', password, target)).toEqual({
      isAuthenticated: true,
      mechanism,
    })
    expect(await authenticate(directory, 'alice', 'wrong', target)).toMatchObject({ subCode: '52e' })
    expect(await authenticate(directory, 'alice', '', target)).toMatchObject({ subCode: '52e' })
    expect(await authenticate(directory, 'disabled', password, target)).toMatchObject({ subCode: '533' })
  })

  test('is required before the client tries a simple bind', async () => {
    const failure = await failing(await started({ isNtlmAllowed: false }))
    expect(failure.reason).toBe('no-mechanism')
  })

  test.each([
    [{ ...trusted, ca: null }, 'not signed by an authority that is trusted'],
    [
      { ...trusted, serverName: 'other.example' },
      'its certificate is for another name (DNS:dc.corp.example)',
    ],
  ])('refuses an unsuitable certificate: %#', async (how, words) => {
    const failure = await failing(await started({ certificate }), { startTls: true, ...how })
    expect(failure).toMatchObject({ reason: 'tls', message: expect.stringContaining(words) })
  })

  test('cannot start when the server has no certificate', async () => {
    const failure = await failing(await started(), { startTls: true })
    expect(failure.message).toContain('refused to start TLS: unavailable')
  })
})

describe('an unusable directory', () => {
  /** A server that is no directory. It counts what it reads, as every end inside the lab has to. */
  async function listening(serve: (socket: Socket) => void): Promise<{ port: number }> {
    const server: Server = createServer((socket) => {
      const { localPort, remotePort } = socket
      socket.on('error', () => {})
      socket.on('data', (chunk) => clock.flight.received({ localPort, remotePort }, chunk.length))
      serve(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUps.push(() => new Promise((resolve) => server.close(resolve)))
    const address = server.address()
    return { port: address && typeof address === 'object' ? address.port : 0 }
  }

  test('fails as timed out after the configured time of the lab clock', async () => {
    const before = clock.now()
    const failure = await failing(await listening(() => {}))
    expect(failure.reason).toBe('timed-out')
    expect(clock.now() - before).toBe(5000)
  })

  test('fails as closed when the server closes the connection at once', async () => {
    const failure = await failing(await listening((socket) => socket.on('data', () => socket.end())))
    expect(failure.reason).toBe('closed')
  })

  test('fails as a protocol error when the server is no directory', async () => {
    const other = await listening((socket) => socket.end('220 mail.example ESMTP\r\n'))
    expect((await failing(other, { isExternal: true })).reason).toBe('protocol')
  })

  test('fails as refused while the directory is suspended, and works again afterwards', async () => {
    const directory = await started()
    await directory.suspend()
    expect(await failing(directory)).toMatchObject({
      reason: 'refused',
      message: `Active Directory at 127.0.0.1:${directory.port} refused the connection: nothing listens there`,
    })
    await directory.resume()
    expect(await authenticate(directory, 'alice', password)).toMatchObject({ isAuthenticated: true })
  })

  test('does not delay the client when it closes', async () => {
    const client = testClient(clock, (await listening(() => {})).port)
    const outcome = client.authenticate({ user: 'alice', password, pin }).catch((error: unknown) => error)
    await clock.settle()
    await client.close()
    expect(await clock.runUntil(outcome)).toMatchObject({ reason: 'closed' })
    await expect(client.authenticate({ user: 'alice', password, pin })).rejects.toThrow('the lab is stopping')
  })
})

describe('another LDAP server than Active Directory', () => {
  /** One that gives these answers to two binds, under TLS. */
  async function answering(answers: readonly (readonly [code: number, diagnostic: string])[]) {
    const server = createTlsServer({ cert: certificate.certificate, key: certificate.key }, (socket) => {
      const left = [...answers]
      const splitter = createMessageSplitter({ maxBytes: 10_000 })
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        for (const bytes of splitter.push(chunk)) {
          const [code, diagnostic] = left.shift() ?? []
          if (code === undefined) {
            socket.end()
            return
          }
          const result = { code, matchedDn: '', diagnostic: diagnostic ?? '' }
          const { id } = decodeMessage(bytes)
          socket.write(
            encodeMessage({ id, operation: { kind: 'bindResponse', result, serverSaslCreds: null } }),
          )
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUps.push(() => new Promise((resolve) => server.close(resolve)))
    const address = server.address()
    return { port: address && typeof address === 'object' ? address.port : 0 }
  }
  const target = { isTls: true, isExternal: true, ...trusted }

  test.each([
    [7, 'authMethodNotSupported', 34, 'invalidDNSyntax'],
    [49, 'invalidCredentials', 34, 'invalidDNSyntax'],
    [2, 'protocolError', 32, 'noSuchObject'],
    [80, 'other', 34, 'invalidDNSyntax'],
    [53, 'unwillingToPerform', 32, 'noSuchObject'],
  ])('is recognised when it answers %s and then %s', async (first, firstName, second, secondName) => {
    const server = await answering([
      [first, 'SASL(-4): no mechanism available'],
      [second, 'invalid DN'],
    ])
    const failure = await failing(server, target)
    expect(failure.reason).toBe('not-active-directory')
    expect(failure.message).toBe(
      `the server at 127.0.0.1:${server.port} takes neither GSS-SPNEGO (${firstName}) nor a bind as ` +
        `alice@corp.example (${secondName}): it is no Active Directory`,
    )
  })

  test.each([
    [[[49, '80090308: LdapErr: DSID-0C09042F, data 52e, v1db1']], { isAuthenticated: false, subCode: '52e' }],
    [
      [
        [49, 'SASL(-13)'],
        [0, ''],
      ],
      { isAuthenticated: true, mechanism: 'simple-over-tls' },
    ],
    [
      [
        [7, ''],
        [49, ''],
      ],
      { isAuthenticated: false, subCode: null },
    ],
  ] as const)('is described by its answer %j', async (answers, outcome) => {
    expect(await authenticate(await answering(answers), 'alice', password, target)).toMatchObject(outcome)
  })

  test.each([
    [[[51, '']], 'server-error'],
    [
      [
        [7, ''],
        [7, ''],
      ],
      'no-mechanism',
    ],
  ] as const)('is unavailable when it answers %j: %s', async (answers, reason) => {
    expect((await failing(await answering(answers), target)).reason).toBe(reason)
  })
})

test('a failed start names the port in use', async () => {
  const { port } = await started()
  await expect(startTestDirectory(clock, { listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({
    code: 'port-in-use',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  })
})

describe('the directory as the LDAP client ldapts sees it', () => {
  async function bound(directory: Directory, name = 'alice@corp.example'): Promise<Client> {
    const client = new Client({ url: `ldap://127.0.0.1:${directory.port}` })
    cleanUps.unshift(() => client.unbind())
    await client.bind(name, password)
    return client
  }
  const base = 'DC=corp,DC=example'

  test('anybody may read the root DSE', async () => {
    const directory = await started({ certificate })
    const client = new Client({ url: `ldap://127.0.0.1:${directory.port}` })
    cleanUps.unshift(() => client.unbind())
    const { searchEntries } = await client.search('', { scope: 'base' })
    expect(searchEntries).toMatchObject([
      { defaultNamingContext: base, dnsHostName: 'dc.corp.example', supportedSASLMechanisms: 'GSS-SPNEGO' },
    ])
    await expect(client.search(base, {})).rejects.toThrow('000004DC')
    await expect(client.bind('alice@corp.example', password)).rejects.toThrow('00002028')
    await client.startTLS({ ca: certificate.certificate, servername: 'dc.corp.example' })
    await client.bind('alice@corp.example', password)
    await expect(client.bind('alice@corp.example', 'no')).rejects.toThrow('data 52e')
    await expect(client.search(base, {})).rejects.toThrow('000004DC')
  })

  test.each(['CORP\\alice', 'CN=Alice, CN=Users, DC=corp, DC=example'])('%s may bind', async (name) => {
    await bound(await started(), name)
  })

  test.each([
    ['(sAMAccountName=disabled)', ['disabled']],
    ['(userPrincipalName=locked@corp.example)', ['locked']],
    ['(msRTCSIP-PrimaryUserAddress=sip:alice@corp.example)', ['alice']],
    ['(&(objectClass=user)(sAMAccountName=a*))', ['alice', 'account-expired']],
    ['(sAMAccountName=nobody)', []],
  ])('a search with %s finds %j', async (filter, ids) => {
    const client = await bound(await started())
    const { searchEntries } = await client.search(base, { filter, attributes: ['sAMAccountName'] })
    expect(searchEntries.map((entry) => entry.sAMAccountName)).toEqual(ids)
  })

  test('TLS may start before or after a bind, but only once', async () => {
    const directory = await started({ certificate, simpleBind: 'always' })
    const startTls = '1.3.6.1.4.1.1466.20037'
    const client = await bound(directory)
    const whoAmI = async () => (await client.exop('1.3.6.1.4.1.4203.1.11.3')).value
    await client.startTLS({ ca: certificate.certificate, servername: 'dc.corp.example' })
    expect(await whoAmI()).toBe('u:CORP\\alice')
    await expect(client.exop(startTls)).rejects.toThrow('already in effect')
    await client.bind('enabled@corp.example', password)
    expect(await whoAmI()).toBe('u:CORP\\enabled')
    await expect(client.exop('1.3.6.1.1.8')).rejects.toThrow('Unknown extended request')
    expect(await whoAmI()).toBe('u:CORP\\enabled')
    const plain = await bound(await started({ simpleBind: 'always' }))
    await expect(plain.exop(startTls)).rejects.toThrow('Error initializing SSL/TLS')
  })

  test('unsupported operations end with the right result code', async () => {
    const client = await bound(await started())
    await expect(client.del(`CN=alice,CN=Users,${base}`)).rejects.toThrow('for reading only')
    await expect(client.search('DC=other', {})).rejects.toThrow('NO_OBJECT')
    await expect(client.exop('1.2.3.4')).rejects.toThrow('Unknown extended request')
    expect((await client.exop('1.3.6.1.4.1.4203.1.11.3')).value).toBe('u:CORP\\alice')
  })
})
