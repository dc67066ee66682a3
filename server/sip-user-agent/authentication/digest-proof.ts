import { drawRandomHex } from '../../base/bytes/index.ts'
import { BoundedMap } from '../../base/index.ts'
import {
  type AuthenticationRole,
  authenticationRoles,
  parseAuthentication,
  readCallId,
  readSequence,
  SipHeaders,
  type SipMessage,
  SipParseError,
  type SipRequest,
  type SipResponse,
} from '../../protocols/sip/index.ts'
import { type DigestChallenge, digestCredentials, readDigestChallenge } from './digest-response.ts'
import type { UserPassword } from './user-password.ts'
import type { UserProof } from './user-proof.ts'

/** The protection space of one server or proxy: its last challenge, and how many times it was answered. */
interface Space {
  readonly role: AuthenticationRole
  readonly challenge: DigestChallenge
  count: number
}

/** Maximum protection spaces. A path has few proxies, so more are an attack; the oldest is dropped. */
const mostSpaces = 4
/** Maximum INVITEs whose ACK may follow; the oldest is dropped. */
const mostInvites = 16

/**
 * Digest (RFC 3261 section 22), which any plain registrar asks for. Once a method was challenged, its later requests carry
 * the answer from the start, so that only the first request, and the first after a stale nonce, is sent twice.
 */
export class DigestProof implements UserProof {
  readonly renewAt = null
  readonly #user: string
  readonly #password: UserPassword
  /** By role and realm. */
  readonly #spaces = new BoundedMap<string, Space>(mostSpaces)
  /** For each method, the spaces that challenged it. */
  readonly #askedOf = new Map<string, Set<string>>()
  /** By Call-ID and CSeq number: an ACK carries the credentials of its INVITE (RFC 3261 section 22.1). */
  readonly #invites = new BoundedMap<string, readonly (readonly [name: string, value: string])[]>(mostInvites)
  #hasShown = false
  #isProven = false

  constructor(user: string, password: UserPassword) {
    this.#user = user
    this.#password = password
  }

  get isProven(): boolean {
    return this.#isProven
  }

  get hasShown(): boolean {
    return this.#hasShown
  }

  prepare(): void {}

  learns(method: string, response: SipResponse): boolean {
    const role = response.status === 401 ? 'server' : 'proxy'
    const best = new Map<string, DigestChallenge>()
    for (const value of response.headers.all(authenticationRoles[role].challenge)) {
      const parsed = parseAuthentication(value)
      const challenge = parsed?.scheme === 'digest' ? readDigestChallenge(parsed.parameters) : null
      if (!challenge) continue
      const known = best.get(challenge.realm)
      // Answer the best of several challenges (RFC 8760 section 2.4).
      if (!known || challenge.rank < known.rank) best.set(challenge.realm, challenge)
    }
    for (const [realm, challenge] of best)
      this.#remember(method, `${role} ${realm}`, { role, challenge, count: 0 })
    return best.size > 0
  }

  secure(message: SipMessage): SipMessage {
    const headers = SipHeaders.from(message.headers)
    for (const { credentials } of Object.values(authenticationRoles)) headers.remove(credentials)
    if (message.kind === 'request') {
      for (const [name, value] of this.#credentialsFor(message)) headers.add(name, value)
    }
    return { ...message, headers }
  }

  /** Digest does not authenticate the server. */
  admits(message: SipMessage): boolean {
    if (message.kind === 'response' && message.status >= 200 && message.status < 300 && this.#hasShown) {
      this.#isProven ||= / REGISTER$/.test(message.headers.get('CSeq') ?? '')
    }
    return true
  }

  #remember(method: string, key: string, space: Space): void {
    this.#spaces.setNewest(key, space)
    this.#askedOf.set(method, (this.#askedOf.get(method) ?? new Set()).add(key))
    for (const asked of this.#askedOf.values()) {
      for (const one of asked) if (!this.#spaces.has(one)) asked.delete(one)
    }
  }

  #credentialsFor(request: SipRequest): readonly (readonly [name: string, value: string])[] {
    // A CANCEL cannot be sent again, so servers do not challenge it (RFC 3261 section 22.1).
    if (request.method === 'CANCEL') return []
    if (request.method === 'ACK') return this.#invites.get(inviteKey(request)) ?? []
    const made = [...(this.#askedOf.get(request.method) ?? [])].flatMap((key) => {
      const space = this.#spaces.get(key)
      return space
        ? [[authenticationRoles[space.role].credentials, this.#answer(space, request)] as const]
        : []
    })
    if (request.method === 'INVITE') this.#invites.set(inviteKey(request), made)
    return made
  }

  #answer(space: Space, { method, uri }: SipRequest): string {
    this.#hasShown = true
    space.count += 1
    return digestCredentials(space.challenge, {
      user: this.#user,
      password: this.#password,
      method,
      uri,
      count: space.count,
      clientNonce: drawRandomHex(8),
    })
  }
}

function inviteKey({ headers }: SipRequest): string {
  try {
    return `${readSequence(headers).number} ${readCallId(headers)}`
  } catch (error) {
    if (error instanceof SipParseError) return ''
    throw error
  }
}
