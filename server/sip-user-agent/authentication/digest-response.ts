import { createHash } from 'node:crypto'
import { quoted } from '../../protocols/sip/index.ts'
import type { DigestHash, UserPassword } from './user-password.ts'

/** The supported algorithms of those that SIP names (RFC 8760), the best first. */
const algorithms: readonly {
  readonly name: string
  readonly hash: DigestHash
  readonly isSession: boolean
}[] = [
  { name: 'SHA-256', hash: 'sha256', isSession: false },
  { name: 'SHA-256-sess', hash: 'sha256', isSession: true },
  { name: 'MD5', hash: 'md5', isSession: false },
  { name: 'MD5-sess', hash: 'md5', isSession: true },
]

/** A challenge that can be answered (RFC 7616 section 3.3). */
export interface DigestChallenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | null
  /** As the server wrote it; null: it named none, which means MD5. */
  readonly algorithm: string | null
  /** Index in the list of algorithms; lower is better. */
  readonly rank: number
  /** False: the server follows RFC 2069, which has no quality of protection. */
  readonly hasQop: boolean
}

/** @returns null for another scheme, an unsupported algorithm, or `auth-int` alone */
export function readDigestChallenge(parameters: ReadonlyMap<string, string>): DigestChallenge | null {
  const realm = parameters.get('realm')
  const nonce = parameters.get('nonce')
  const algorithm = parameters.get('algorithm') ?? null
  const wanted = (algorithm ?? 'MD5').toLowerCase()
  const rank = algorithms.findIndex(({ name }) => name.toLowerCase() === wanted)
  const qop = parameters.get('qop')
  const offersAuth = qop?.split(',').some((one) => one.trim().toLowerCase() === 'auth') ?? true
  if (realm === undefined || nonce === undefined || rank < 0 || !offersAuth) return null
  return {
    realm,
    nonce,
    opaque: parameters.get('opaque') ?? null,
    algorithm,
    rank,
    hasQop: qop !== undefined,
  }
}

export interface DigestRequest {
  readonly user: string
  readonly password: UserPassword
  readonly method: string
  /** The Request-URI, as written. */
  readonly uri: string
  /** How many times this nonce has been used, including this time. */
  readonly count: number
  readonly clientNonce: string
}

/** The value of Authorization or Proxy-Authorization (RFC 7616 section 3.4, RFC 3261 section 22.4). */
export function digestCredentials(challenge: DigestChallenge, request: DigestRequest): string {
  const { clientNonce, count, method, password, uri, user } = request
  const { nonce, opaque, realm } = challenge
  const { hash, isSession } = algorithms[challenge.rank] ?? { hash: 'md5' as const, isSession: false }
  const digest = (...parts: string[]) => createHash(hash).update(parts.join(':')).digest('hex')
  const plain = password.digestHash(hash, user, realm)
  const secret = isSession ? digest(plain, nonce, clientNonce) : plain
  const of = digest(method, uri)
  const times = count.toString(16).padStart(8, '0')
  const response = challenge.hasQop
    ? digest(secret, nonce, times, clientNonce, 'auth', of)
    : digest(secret, nonce, of)
  const values = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
    ...(challenge.algorithm === null ? [] : [`algorithm=${challenge.algorithm}`]),
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
    ...(challenge.hasQop || isSession ? [`cnonce="${clientNonce}"`] : []),
    ...(challenge.hasQop ? ['qop=auth', `nc=${times}`] : []),
  ]
  return `Digest ${values.join(', ')}`
}
