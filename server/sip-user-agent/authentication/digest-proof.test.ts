import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  parseAuthentication,
  parseMessage,
  type SipRequest,
  type SipResponse,
} from '../../protocols/sip/index.ts'
import { DigestProof } from './digest-proof.ts'
import { digestCredentials, readDigestChallenge } from './digest-response.ts'
import { UserPassword } from './user-password.ts'

function request(method: string, number = 1): SipRequest {
  const message = parseMessage(
    Buffer.from(
      `${method} sip:corp.example SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:alice@corp.example>;tag=1\r\nTo: <sip:bob@corp.example>\r\nCall-ID: one\r\nCSeq: ${number} ${method}\r\nAuthorization: Pending\r\n\r\n`,
    ),
  )
  if (message.kind !== 'request') throw new Error('not a request')
  return message
}

function refusal(status: 401 | 407, ...challenges: string[]): SipResponse {
  const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
  const message = parseMessage(
    Buffer.from(
      `SIP/2.0 ${status} No\r\nVia: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:alice@corp.example>;tag=1\r\nTo: <sip:bob@corp.example>;tag=2\r\nCall-ID: one\r\nCSeq: 1 REGISTER\r\n${challenges.map((value) => `${name}: ${value}\r\n`).join('')}\r\n`,
    ),
  )
  if (message.kind !== 'response') throw new Error('not a response')
  return message
}

const password = new UserPassword('Passw0rd!')
const written = (message: { headers: SipRequest['headers'] }, name = 'Authorization') =>
  message.headers.all(name).map((value) => parseAuthentication(value)?.parameters)

describe('the response', () => {
  /** RFC 7616 section 3.9.1; RFC 2617 section 3.5 has the same with other numbers. */
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('is the standard’s, with %s', (algorithm, response) => {
    const challenge = readDigestChallenge(
      new Map(
        Object.entries({
          realm: 'http-auth@example.org',
          qop: 'auth, auth-int',
          algorithm,
          nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
          opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
        }),
      ),
    )
    if (!challenge) throw new Error('it can be answered')
    const credentials = digestCredentials(challenge, {
      user: 'Mufasa',
      password: new UserPassword('Circle of Life'),
      method: 'GET',
      uri: '/dir/index.html',
      count: 1,
      clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    })
    expect(parseAuthentication(credentials)?.parameters.get('response')).toBe(response)
  })

  it('follows RFC 2069 for a server without qop', () => {
    const challenge = readDigestChallenge(
      new Map([
        ['realm', 'r'],
        ['nonce', 'n'],
      ]),
    )
    if (!challenge) throw new Error('it can be answered')
    const credentials = digestCredentials(challenge, {
      user: 'alice',
      password,
      method: 'REGISTER',
      uri: 'sip:corp.example',
      count: 1,
      clientNonce: 'c',
    })
    expect([...(parseAuthentication(credentials)?.parameters.keys() ?? [])]).toEqual([
      'username',
      'realm',
      'nonce',
      'uri',
      'response',
    ])
  })

  it.each([
    ['another algorithm', { algorithm: 'SHA-512-256', nonce: 'n', realm: 'r' }],
    ['auth-int alone', { qop: 'auth-int', nonce: 'n', realm: 'r' }],
    ['no nonce', { realm: 'r' }],
  ])('is not given to %s', (_what, parameters) => {
    expect(readDigestChallenge(new Map(Object.entries(parameters)))).toBeNull()
  })
})

describe('a proof by Digest', () => {
  const challenge = (nonce: string, more = '') => `Digest realm="r", nonce="${nonce}", qop="auth"${more}`

  it('answers later requests of a challenged method in advance, and counts the nonce', () => {
    const proof = new DigestProof('alice', password)
    expect(written(proof.secure(request('REGISTER')))).toEqual([])
    expect(proof.hasShown).toBe(false)
    expect(proof.learns('REGISTER', refusal(401, challenge('one')))).toBe(true)
    const first = written(proof.secure(request('REGISTER')))
    expect(first).toHaveLength(1)
    expect(first[0]?.get('nc')).toBe('00000001')
    expect(written(proof.secure(request('REGISTER')))[0]?.get('nc')).toBe('00000002')
    expect(proof.hasShown).toBe(true)
    // A stale nonce: the next counts from the beginning.
    expect(proof.learns('REGISTER', refusal(401, challenge('two', ', stale=true')))).toBe(true)
    const anew = written(proof.secure(request('REGISTER')))[0]
    expect([anew?.get('nonce'), anew?.get('nc')]).toEqual(['two', '00000001'])
    expect(written(proof.secure(request('MESSAGE')))).toEqual([])
  })

  it('answers a proxy and the server in separate headers', () => {
    const proof = new DigestProof('alice', password)
    proof.learns('MESSAGE', refusal(407, challenge('p')))
    proof.learns('MESSAGE', refusal(401, challenge('s')))
    const message = proof.secure(request('MESSAGE'))
    expect(written(message, 'Proxy-Authorization')[0]?.get('nonce')).toBe('p')
    expect(written(message)[0]?.get('nonce')).toBe('s')
  })

  it('uses the best of several algorithms', () => {
    const proof = new DigestProof('alice', password)
    proof.learns(
      'REGISTER',
      refusal(
        401,
        challenge('a', ', algorithm=MD5'),
        challenge('b', ', algorithm=SHA-256'),
        'NTLM realm="r"',
      ),
    )
    expect(written(proof.secure(request('REGISTER'))).map((one) => one?.get('algorithm'))).toEqual([
      'SHA-256',
    ])
  })

  it('gives an ACK the credentials of its INVITE, and a CANCEL none', () => {
    const proof = new DigestProof('alice', password)
    proof.learns('INVITE', refusal(407, challenge('p')))
    const of = (message: SipRequest) => proof.secure(message).headers.all('Proxy-Authorization')
    const invite = of(request('INVITE', 7))
    expect(invite).toHaveLength(1)
    expect(of(request('ACK', 7))).toEqual(invite)
    expect(of(request('ACK', 8))).toEqual([])
    expect(of(request('CANCEL', 7))).toEqual([])
  })

  it('ignores challenges that it cannot answer, and forgets the oldest beyond its limit', () => {
    const proof = new DigestProof('alice', password)
    expect(proof.learns('REGISTER', refusal(401))).toBe(false)
    expect(proof.learns('REGISTER', refusal(401, 'NTLM realm="r"', 'Digest realm="r'))).toBe(false)
    for (let index = 0; index < 20; index += 1) {
      proof.learns('MESSAGE', refusal(407, `Digest realm="${index}", nonce="n"`))
    }
    expect(
      written(proof.secure(request('MESSAGE')), 'Proxy-Authorization').map((one) => one?.get('realm')),
    ).toEqual(['16', '17', '18', '19'])
  })
})

it('printing an object does not reveal a password', () => {
  expect(`${inspect(password, { showHidden: true, depth: 9 })}${JSON.stringify(password)}`).not.toContain(
    'Passw0rd',
  )
})
