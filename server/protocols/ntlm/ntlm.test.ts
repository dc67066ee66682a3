import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientChallengeBlob, lmv2Response, ntowfv2, ntProof, sessionBaseKey } from './computation.ts'
import { createNtlmClient, createNtlmServer, NtlmError, ntHash, parseNtlm } from './index.ts'
import { rc4 } from './rc4.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

describe('the example of [MS-NLMP] 4.2.4', () => {
  const serverChallenge = bytes('0123456789abcdef')
  const clientChallenge = bytes('aaaaaaaaaaaaaaaa')
  const challengeMessage = bytes(`
    4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000
    2400240044000000 060070170000000f 530065007200760065007200
    02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`)
  const authenticateMessage = bytes(`
    4e544c4d53535000 03000000 180018006c000000 5400540084000000 0c000c0048000000 0800080054000000
    100010005c000000 10001000d8000000 358288e2 0501280a0000000f
    44006f006d00610069006e00 5500730065007200 43004f004d0050005500540045005200
    86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa
    68cd0ab851e51c96aabc927bebef6a1c 0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
    02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000 00000000
    c5dad2544fc9799094ce1ce90bc9d03e`)
  const targetInfo = challengeMessage.subarray(0x44)
  const responseKey = ntowfv2(ntHash('Password'), 'User', 'Domain')
  const blob = clientChallengeBlob({ time: new Uint8Array(8), clientChallenge, targetInfo })
  const proof = ntProof(responseKey, serverChallenge, blob)

  test('has the published keys and responses', () => {
    expect(hex(ntHash('Password'))).toBe('a4f49c406510bdcab6824ee7c30fd852')
    expect(hex(responseKey)).toBe('0c868a403bfd7a93a3001ef22ef02e3f')
    expect(hex(proof)).toBe('68cd0ab851e51c96aabc927bebef6a1c')
    expect(hex(lmv2Response(responseKey, serverChallenge, clientChallenge))).toBe(
      '86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa',
    )
    const key = sessionBaseKey(responseKey, proof)
    expect(hex(key)).toBe('8de40ccadbc14a82f15cb0ad0de95ca3')
    expect(hex(rc4(key, new Uint8Array(16).fill(0x55)))).toBe('c5dad2544fc9799094ce1ce90bc9d03e')
  })

  test('parses the published messages', () => {
    expect(parseNtlm(challengeMessage)).toMatchObject({ type: 2, targetName: 'Server', flags: 0xe28a8233 })
    const message = parseNtlm(authenticateMessage)
    expect(message).toMatchObject({
      type: 3,
      domain: 'Domain',
      user: 'User',
      workstation: 'COMPUTER',
      mic: null,
    })
    expect(message.type === 3 && hex(message.ntResponse)).toBe(hex(Buffer.concat([proof, blob])))
  })
})

test('RC4 produces the first test vector of RFC 6229', () => {
  expect(hex(rc4(bytes('0102030405'), new Uint8Array(16)))).toBe('b2396305f03dc027ccc3524a0a1118a8')
})

const names = {
  netbiosDomain: 'CORP',
  netbiosComputer: 'DC',
  dnsDomain: 'corp.example',
  dnsComputer: 'dc.corp.example',
}
const now = Date.UTC(2010, 5, 1)

function exchange(
  clientPassword: string,
  options: { connectionless?: boolean; tamper?: (token: Uint8Array) => void } = {},
) {
  const client = createNtlmClient(
    { user: 'alice', domain: 'CORP', workstation: 'TEST', ntHash: ntHash(clientPassword) },
    { now },
  )
  const server = createNtlmServer(names, { now })
  const challenge = server.challenge(options.connectionless ? null : client.negotiate())
  const { token, sessionKey } = client.authenticate(challenge)
  options.tamper?.(token)
  return { answer: server.read(token), sessionKey }
}

test('client and server agree on the user and on a session key', () => {
  for (const connectionless of [false, true]) {
    const { answer, sessionKey } = exchange('pässword', { connectionless })
    expect(answer).toMatchObject({ user: 'alice', domain: 'CORP', workstation: 'TEST' })
    expect(answer.verify(ntHash('pässword'))).toEqual(Buffer.from(sessionKey))
    expect(answer.verify(ntHash('Pässword'))).toBeNull()
  }
})

test('a message that was changed in transit fails its MIC', () => {
  const { answer } = exchange('pässword', {
    tamper(token) {
      token[60] = (token[60] ?? 0) ^ 0x10
    },
  })
  expect(answer.verify(ntHash('pässword'))).toBeNull()
})

test('an answer to another challenge is refused', () => {
  const client = createNtlmClient(
    { user: 'alice', domain: 'CORP', workstation: '', ntHash: ntHash('p') },
    { now },
  )
  const { token } = client.authenticate(createNtlmServer(names, { now }).challenge(client.negotiate()))
  const other = createNtlmServer(names, { now })
  other.challenge(client.negotiate())
  expect(other.read(token).verify(ntHash('p'))).toBeNull()
  expect(() => createNtlmServer(names, { now }).read(token)).toThrow(NtlmError)
})

test('the parser throws only its own error, for any input', () => {
  const client = createNtlmClient({ user: 'a', domain: 'b', workstation: 'c', ntHash: ntHash('p') }, { now })
  const negotiate = client.negotiate()
  const challenge = createNtlmServer(names, { now }).challenge(negotiate)
  const samples = [negotiate, challenge, client.authenticate(challenge).token]
  const mutated = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.nat(400),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 8 }),
    )
    .map(([sample, length, changes]) => {
      const copy = Buffer.from(sample.subarray(0, length))
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value
      return copy
    })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), (input) => {
      const server = createNtlmServer(names, { now })
      server.challenge(negotiate)
      for (const attempt of [
        () => parseNtlm(input),
        () => client.authenticate(input),
        () => server.read(input).verify(ntHash('p')),
      ]) {
        try {
          attempt()
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(NtlmError)
        }
      }
    }),
    { numRuns: 2000 },
  )
})
