import { causeOf, type Notice } from '#contract'
import { asBuffer } from '../../base/bytes/index.ts'
import type { Clock } from '../../clock/index.ts'
import { createNtlmClient, NtlmError } from '../../protocols/ntlm/index.ts'
import {
  authenticationRoles,
  describeMessage,
  microsoftRealm,
  parseAuthentication,
  quoted,
  SipHeaders,
  type SipMessage,
  type SipResponse,
} from '../../protocols/sip/index.ts'
import { ClientAssociation, type Complaint } from './client-association.ts'
import type { UserPassword } from './user-password.ts'
import type { UserProof } from './user-proof.ts'

/** The version that servers of the time announce; an older server announces 3 ([MS-SIPAE] section 3.2.5). */
const oldestVersion = 3
/** The life of a security association, and how long before its end it is renewed ([MS-SIPAE] section 3.2.2). */
const lifetimeMs = 8 * 3_600_000
const renewalMarginMs = 300_000

export interface NtlmProofOptions {
  clock: Clock
  user: string
  password: UserPassword
  /** NetBIOS name of the domain. */
  domain: string
  /** The server's name, which it announces as its target name. */
  serverName: string
  /** The newest supported version of [MS-SIPAE]. */
  newestVersion: 3 | 4
  /** How far the client's clock is ahead of lab time, in milliseconds. NTLM's answer carries this clock's time. */
  clockOffsetMs: number
  /** Called when something received failed its checks, such as a signature. */
  onProblem(notice: Notice): void
}

/** The credentials for the next REGISTER. */
type Step =
  | { readonly kind: 'begin'; readonly version: number; readonly targetName: string }
  | { readonly kind: 'answer'; readonly token: string; readonly association: ClientAssociation }

/**
 * NTLM for SIP ([MS-SIPAE] section 3.2), over the user's own connection: a connectionless NTLM handshake, for which the
 * REGISTER is sent up to three times, and afterwards a signature on every message of either end.
 */
export class NtlmProof implements UserProof {
  readonly #options: NtlmProofOptions
  #step: Step | null = null
  /** The new association, until the server has accepted it. */
  #pending: ClientAssociation | null = null
  #current: ClientAssociation | null = null
  /** The association before the renewal: messages under way at that time carry its signature. */
  #previous: ClientAssociation | null = null
  #hasShown = false
  /** Whether the REGISTER under way has answered NTLM's challenge. */
  #hasAnswered = false

  constructor(options: NtlmProofOptions) {
    this.#options = options
  }

  /** Whether a signature of the server has proved that it knows the session key, and so the password. */
  get isProven(): boolean {
    return this.#current !== null
  }

  get hasShown(): boolean {
    return this.#hasShown
  }

  get renewAt(): number | null {
    return this.#current && this.#current.terms.expiresAt - renewalMarginMs
  }

  /** Starts the handshake without a challenge, because a server that also accepts plain phones would not send one. */
  prepare(): void {
    this.#hasAnswered = false
    if (this.renewAt !== null && this.#options.clock.now() < this.renewAt) return
    this.#step = { kind: 'begin', version: this.#options.newestVersion, targetName: this.#options.serverName }
  }

  learns(method: string, response: SipResponse): boolean {
    if (method !== 'REGISTER' || response.status !== 401) return false
    const challenge = response.headers
      .all(authenticationRoles.server.challenge)
      .map(parseAuthentication)
      .find((value) => value?.scheme === 'ntlm')?.parameters
    if (!challenge) return false
    const targetName = challenge.get('targetname') ?? this.#options.serverName
    const offered = challenge.get('version') ?? ''
    const version = Math.min(this.#options.newestVersion, /^[0-9]{1,2}$/.test(offered) ? Number(offered) : 2)
    if (version < oldestVersion) return false
    const data = challenge.get('gssapi-data') ?? ''
    if (data !== '') return this.#answer(data, challenge.get('opaque') ?? '', targetName, version)
    // A server that challenges again after the answer has rejected it.
    if (this.#hasAnswered) return false
    this.#step = { kind: 'begin', version, targetName }
    return true
  }

  secure(message: SipMessage): SipMessage {
    const credentials = this.#credentialsFor(message)
    const headers = SipHeaders.from(message.headers)
    headers.remove(authenticationRoles.server.credentials)
    if (credentials !== null) headers.add(authenticationRoles.server.credentials, credentials)
    return { ...message, headers }
  }

  admits(message: SipMessage): boolean {
    // The first messages of a handshake belong to no association.
    if (message.kind === 'response' && (message.status === 401 || message.status === 407)) return true
    const complaint = this.#complaint(message)
    if (complaint === null) return true
    const { user } = this.#options
    const facts = { message: describeMessage(message), user, ...complaint }
    this.#options.onProblem({ code: 'server-message-dropped', facts })
    return false
  }

  #complaint(message: SipMessage): Complaint | null {
    const found = [authenticationRoles.server.info, authenticationRoles.proxy.info]
      .flatMap((name) => message.headers.all(name))
      .map(parseAuthentication)
      .find((value) => value?.scheme === 'ntlm')
    if (!found) {
      // Before the handshake ends, nothing is signed, so only a refusal means anything. For a 200, callers check `isProven`.
      if (!this.#current && message.kind === 'response') return null
      return { complaint: 'unsigned', cause: null }
    }
    const opaque = found.parameters.get('opaque')
    const association = [this.#pending, this.#current, this.#previous].find(
      (one) => one?.terms.opaque === opaque,
    )
    if (!association) return { complaint: 'other-association', cause: null }
    const complaint = association.complaint(message, found)
    if (complaint === null && association === this.#pending) {
      this.#previous = this.#current
      this.#current = association
      this.#pending = null
    }
    return complaint
  }

  #answer(data: string, opaque: string, targetName: string, version: number): boolean {
    const { clock, clockOffsetMs, domain, password, user } = this.#options
    const ntlm = createNtlmClient(
      { user, domain, workstation: 'BRAMBLE', ntHash: password.ntHash() },
      { now: clock.now() + clockOffsetMs, ask: ['sign', 'datagram', 'identify'] },
    )
    try {
      const { token, sessionKey, flags } = ntlm.authenticate(Buffer.from(data, 'base64'))
      const expiresAt = clock.now() + lifetimeMs
      const terms = { opaque, version, targetName, sessionKey, flags, expiresAt }
      const association = new ClientAssociation(terms)
      this.#step = { kind: 'answer', token: asBuffer(token).toString('base64'), association }
      return true
    } catch (error) {
      if (!(error instanceof NtlmError)) throw error
      this.#options.onProblem({ code: 'challenge-unusable', facts: { user, cause: causeOf(error) } })
      return false
    }
  }

  #credentialsFor(message: SipMessage): string | null {
    const step = this.#step
    if (step && message.kind === 'request' && message.method === 'REGISTER') {
      this.#step = null
      if (step.kind === 'begin') {
        return header(step.targetName, [
          ['gssapi-data', ''],
          ['version', String(step.version)],
        ])
      }
      this.#hasShown = true
      this.#hasAnswered = true
      this.#pending = step.association
      const { opaque, targetName, version } = step.association.terms
      return header(targetName, [
        ['opaque', opaque],
        ['gssapi-data', step.token],
        ['version', String(version)],
        // From version 4 on, the first message of an association is signed too.
        ...(version >= 4 ? step.association.sign(message) : []),
      ])
    }
    if (!this.#current) return null
    const { opaque, targetName } = this.#current.terms
    return header(targetName, [['opaque', opaque], ...this.#current.sign(message)])
  }
}

function header(targetName: string, more: readonly (readonly [name: string, value: string])[]): string {
  const values = [['qop', 'auth'], ['realm', microsoftRealm], ['targetname', targetName], ...more] as const
  const written = values.map(([name, value]) => `${name}=${name === 'version' ? value : quoted(value)}`)
  return `NTLM ${written.join(', ')}`
}
