import { causeOf, type FailureFacts } from '#contract'
import {
  type DeadEnd,
  describeFailure,
  Failure,
  type RedirectionFacts,
  type RegistrationRemark,
} from '../../base/index.ts'
import { PeerUnavailable } from '../../sip-user-agent/index.ts'
import { RegistrationRefused } from '../index.ts'

export type RefusalCode =
  | 'registration-unauthorized'
  | 'registration-forbidden'
  | 'registration-not-found'
  | 'registration-server-error'
  | 'registration-refused'

/** The facts of a final answer other than 2xx to a REGISTER. */
export interface RefusalFacts {
  /** SIP status code, such as 404. */
  readonly status: number
  /** SIP reason phrase. */
  readonly reason: string
  /** Value of the `ms-diagnostics` header, or null. */
  readonly diagnostics: string | null
  /** What else it says that explains it. */
  readonly remarks: readonly RegistrationRemark[]
  /** When to ask again (Retry-After), or null. */
  readonly retryAfterMs: number | null
  /** The shortest registration that would be taken (Min-Expires), or null. */
  readonly minExpiresSeconds: number | null
  /** The addresses that a redirection names, the preferred one first. */
  readonly contacts: readonly string[]
  /** Whether the server has checked something that depends on the password. */
  readonly hasShownPassword: boolean
}

/** The Communications Server answered a REGISTER with something other than acceptance. */
export class RegisterRefused extends RegistrationRefused<RefusalCode> {
  readonly status: number
  readonly reason: string
  readonly diagnostics: string | null
  readonly retryAfterMs: number | null
  readonly minExpiresSeconds: number | null
  readonly contacts: readonly string[]
  /** According to the server, the user ID or the password is wrong. */
  readonly refusesCredentials: boolean
  readonly #sipAddress: string
  readonly #facts: RefusalFacts

  constructor(sipAddress: string, facts: RefusalFacts) {
    const { diagnostics, reason, remarks, status } = facts
    // MS-OCER: 1013 means a wrong clock and says nothing about the password.
    const refusesCredentials =
      facts.hasShownPassword && [401, 403, 407].includes(status) && !/^1013\b/.test(diagnostics ?? '')
    super(refusalCode(status), {
      address: sipAddress,
      status,
      reason,
      diagnostics,
      remarks,
      refusesCredentials,
    })
    this.status = status
    this.reason = reason
    this.diagnostics = diagnostics
    this.retryAfterMs = facts.retryAfterMs
    this.minExpiresSeconds = facts.minExpiresSeconds
    this.contacts = facts.contacts
    this.refusesCredentials = refusesCredentials
    this.#sipAddress = sipAddress
    this.#facts = facts
  }

  /** @returns the same failure, with the redirections that led to the server */
  after(way: readonly RedirectionFacts[]): RegisterRefused {
    return new RegisterRefused(this.#sipAddress, {
      ...this.#facts,
      remarks: [...this.#facts.remarks, { code: 'after', facts: { way } }],
    })
  }
}

/** The Communications Server accepted a REGISTER, and yet the endpoint is not registered (RFC 3261 section 10.2.4). */
export class RegistrationNotHeld extends Failure<'registration-not-held'> {
  constructor(facts: FailureFacts['registration-not-held']) {
    super('registration-not-held', facts)
  }
}

/** A redirection that cannot be followed, or leads nowhere. */
export class RedirectionRefused extends Failure<'registration-redirected'> {
  constructor(way: readonly RedirectionFacts[], end: DeadEnd) {
    super('registration-redirected', { way, end })
  }
}

/** The connection broke, and the endpoint could not register again before its registration expired. */
export class RegistrationExpired extends Failure<'registration-expired'> {
  constructor(sipAddress: string, cause: Failure) {
    super('registration-expired', { address: sipAddress, cause: causeOf(cause) }, { cause })
  }
}

/** The Communications Server ended a registration that it had accepted (MS-SIPREGE section 3.1.2.4). */
export class RegistrationEnded extends Failure<'registration-ended'> {
  /** @param event such as `unregistered`: a newer endpoint of the same user needed the room */
  constructor(sipAddress: string, event: string) {
    super('registration-ended', { address: sipAddress, event })
  }
}

function refusalCode(status: number): RefusalCode {
  if (status === 401 || status === 407) return 'registration-unauthorized'
  if (status === 403) return 'registration-forbidden'
  if (status === 404) return 'registration-not-found'
  return status >= 500 ? 'registration-server-error' : 'registration-refused'
}

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const facts = { address: null, cause: describeFailure(error) }
  return new PeerUnavailable({ code: 'unreachable', facts }, { cause: error })
}
