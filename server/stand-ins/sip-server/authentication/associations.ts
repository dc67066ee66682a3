import type { Notice, SignInFault } from '#contract'
import { drawRandomHex } from '../../../base/bytes/index.ts'
import {
  parseAddressOfRecord,
  type SipMessage,
  SipParseError,
  type SipRequest,
  type SipResponse,
} from '../../../protocols/sip/index.ts'
import type { Answer } from '../answer.ts'
import { authenticationDiagnostics } from '../diagnostics.ts'
import { Association } from './association.ts'
import { type ChallengeContext, challenge, continueHandshake, forbidden, roleFor } from './challenge.ts'
import { readCredentials, type SipCredentials } from './credentials.ts'
import { Handshake, type HandshakeContext } from './handshake.ts'
import { userIn } from './readable.ts'

/** State shared by all connections. */
export interface AuthenticationContext extends ChallengeContext, HandshakeContext {
  readonly dns: string
  /** Value of the Server header. */
  readonly product: string
  /** The oldest supported version: before 3 the To address was not signed. */
  oldestVersion(): number
  readonly offers: readonly ('ntlm' | 'none')[]
  isTrustedAddress(address: string, port: number): boolean
  isVouchedFor(address: string, port: number): boolean
  onProblem(notice: Notice): void
}

/** How long an association lives; the client signs in again five minutes before its end ([MS-SIPAE] section 3.2.2). */
const lifetimeMs = 8 * 3_600_000
/** Maximum per connection of associations and of handshakes; a further one drops the oldest. Invented. */
const mostHandshakes = 4
const mostAssociations = 8

/** The security associations of one connection ([MS-SIPAE] section 3.1). No other connection can use them (inferred). */
export class Associations {
  readonly #context: AuthenticationContext
  readonly #handshakes = new Map<string, Handshake>()
  readonly #associations = new Map<string, Association>()
  #hasBegun = false

  constructor(context: AuthenticationContext) {
    this.#context = context
  }

  /** Whether anybody has authenticated over this connection, even if the association has expired. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** Whether a request has credentials for this server. */
  concerns(request: SipRequest): boolean {
    return readCredentials(request.headers, this.#context.serverName).length > 0
  }

  /**
   * Checks a request's credentials.
   * @returns the answer of a refusal, or null if the request is admitted
   */
  async judge(request: SipRequest, { mustProve }: { mustProve: boolean }): Promise<Answer | null> {
    const credentials = readCredentials(request.headers, this.#context.serverName)
    if (credentials.length === 0) return mustProve ? challenge(this.#context, roleFor(request.method)) : null
    let refusal: Answer | null = null
    // One valid set of credentials is enough: a client may have authenticated to the server and now authenticate to the proxy.
    for (const one of credentials) {
      const answer = await this.#weigh(request, one)
      if (answer === null) return null
      if (refusal === null || one.gssapiData !== null) refusal = answer
    }
    return refusal
  }

  /** Whether a response comes from a peer with an association here. */
  isSigned(response: SipResponse): boolean {
    try {
      return readCredentials(response.headers, this.#context.serverName).some(
        (credentials) => this.#find(credentials)?.verify(response, credentials) === 'sound',
      )
    } catch (error) {
      if (error instanceof SipParseError) return false
      throw error
    }
  }

  /** The association that signs an outgoing message: the newest one of the addressed user. */
  for(message: SipMessage): Association | null {
    if (this.#associations.size === 0) return null
    const user = userIn(message.headers, message.kind === 'response' ? 'From' : 'To')
    const now = this.#context.clock.now()
    const live = [...this.#associations.values()].filter(({ terms }) => terms.expiresAt > now)
    return live.findLast(({ terms }) => terms.aor === user) ?? live.at(-1) ?? null
  }

  async #weigh(request: SipRequest, credentials: SipCredentials): Promise<Answer | null> {
    const { role, gssapiData, version } = credentials
    if (gssapiData === null) return this.#checkSigned(request, credentials)
    if (gssapiData !== '') return this.#conclude(request, credentials)
    if (version < this.#context.oldestVersion() || version > this.#context.version)
      return challenge(this.#context, role)
    return continueHandshake(this.#context, role, this.#begin(version))
  }

  /** The first step ([MS-SIPAE] section 3.3.5.2): the client has only named the scheme. */
  #begin(version: number): Handshake {
    for (const [opaque, { isExpired }] of this.#handshakes) {
      if (isExpired || this.#handshakes.size >= mostHandshakes) this.#handshakes.delete(opaque)
    }
    const opaque = drawRandomHex(4).toUpperCase()
    const handshake = new Handshake(this.#context, opaque, version)
    this.#handshakes.set(opaque, handshake)
    return handshake
  }

  /** The last step: the client has answered the challenge, and from version 4 on has also signed the answer. */
  async #conclude(request: SipRequest, credentials: SipCredentials): Promise<Answer | null> {
    const context = this.#context
    const { gssapiData, opaque, role } = credentials
    const handshake = this.#handshakes.get(opaque ?? '')
    if (!handshake || gssapiData === null) return challenge(context, role)
    this.#handshakes.delete(handshake.opaque)
    if (handshake.isExpired) return challenge(context, role)
    const conclusion = await handshake.conclude(gssapiData)
    if (!conclusion.isProven) return this.#refuse(credentials, conclusion.why, conclusion.diagnostic)
    const aor = parseAddressOfRecord(conclusion.account.sipAddress)
    if (aor === null || !speaksFor(request, aor)) {
      const facts = { account: conclusion.account.id, ...namesIn(request) }
      context.onProblem({ code: 'signed-in-as-other', facts })
      return forbidden(context)
    }
    const association = new Association({
      opaque: handshake.opaque,
      version: handshake.version,
      role,
      targetName: context.serverName,
      aor,
      sessionKey: conclusion.sessionKey,
      flags: conclusion.flags,
      expiresAt: context.clock.now() + lifetimeMs,
    })
    if (handshake.version >= 4 && this.#verify(association, request, credentials) !== 'sound') {
      return this.#refuse(
        credentials,
        { code: 'first-signature-wrong', facts: {} },
        authenticationDiagnostics.finalHandshakeFailed,
      )
    }
    this.#keep(association)
    return null
  }

  #keep(association: Association): void {
    const now = this.#context.clock.now()
    for (const [opaque, { terms }] of this.#associations) {
      if (terms.expiresAt <= now || this.#associations.size >= mostAssociations) {
        this.#associations.delete(opaque)
      }
    }
    this.#associations.set(association.terms.opaque, association)
    this.#hasBegun = true
  }

  /** Every message after the handshake ([MS-SIPAE] section 3.3.5). */
  #checkSigned(request: SipRequest, credentials: SipCredentials): Answer | null {
    const context = this.#context
    const association = this.#find(credentials)
    if (!association) return challenge(context, credentials.role)
    const { aor } = association.terms
    const verdict = this.#verify(association, request, credentials)
    if (verdict !== 'sound') {
      const facts = { method: request.method, sipAddress: aor, verdict }
      context.onProblem({ code: 'signature-refused', facts })
      return challenge(context, credentials.role)
    }
    if (speaksFor(request, aor)) return null
    const facts = { method: request.method, sipAddress: aor, ...namesIn(request) }
    context.onProblem({ code: 'request-as-other', facts })
    return forbidden(context)
  }

  /** A message with unreadable parts, such as its asserted identity, cannot have been signed. */
  #verify(association: Association, request: SipRequest, credentials: SipCredentials) {
    try {
      return association.verify(request, credentials)
    } catch (error) {
      if (error instanceof SipParseError) return 'wrong'
      throw error
    }
  }

  #find({ opaque }: SipCredentials): Association | undefined {
    const association = this.#associations.get(opaque ?? '')
    if (!association || association.terms.expiresAt > this.#context.clock.now()) return association
    this.#associations.delete(association.terms.opaque)
    return undefined
  }

  #refuse({ role }: SipCredentials, why: SignInFault, diagnostic: { id: number; reason: string }): Answer {
    this.#context.onProblem({ code: 'sign-in-refused', facts: { why } })
    return challenge(this.#context, role, diagnostic)
  }
}

/** A user may send only in the user's own name, and register nobody else (RFC 3261 section 10.3, step 4). */
function speaksFor({ headers, method }: SipRequest, aor: string): boolean {
  return userIn(headers, 'From') === aor && (method !== 'REGISTER' || userIn(headers, 'To') === aor)
}

function namesIn({ headers, method }: SipRequest): { from: string | null; to: string | null } {
  const from = userIn(headers, 'From')
  return { from, to: method === 'REGISTER' ? userIn(headers, 'To') : from }
}
