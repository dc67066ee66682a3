import { Failure } from '../../lab/failure.ts'

/**
 * Why the Communications Server could not be reached, or did not trust the service, or was not trusted by it. The message
 * says it in plain words.
 */
export type UnavailableCode =
  | 'connection-refused'
  | 'connection-lost'
  | 'timed-out'
  | 'server-certificate-untrusted'
  | 'server-certificate-expired'
  | 'server-certificate-wrong-name'
  | 'service-certificate-missing'
  | 'service-certificate-refused'
  | 'not-tls'
  | 'not-sip'
  | 'unreachable'

/** The Communications Server cannot be used now. */
export class CommunicationsUnavailable extends Failure {
  declare readonly code: UnavailableCode

  constructor(code: UnavailableCode, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(code, message, options)
  }
}

export type RefusalCode =
  | 'registration-unauthorized'
  | 'registration-forbidden'
  | 'registration-not-found'
  | 'registration-server-error'
  | 'registration-refused'

/** The Communications Server answered a REGISTER with something other than acceptance. */
export class RegistrationRefused extends Failure {
  declare readonly code: RefusalCode
  /** SIP status code, such as 404. */
  readonly status: number
  /** SIP reason phrase. */
  readonly reason: string
  /** Value of the `ms-diagnostics` header, or null. */
  readonly diagnostics: string | null

  constructor(sipAddress: string, status: number, reason: string, diagnostics: string | null) {
    const detail = diagnostics === null ? '' : ` (ms-diagnostics: ${diagnostics})`
    super(
      refusalCode(status),
      `the Communications Server answered ${status} ${reason} to the registration of ${sipAddress}${detail}`,
    )
    this.status = status
    this.reason = reason
    this.diagnostics = diagnostics
  }
}

function refusalCode(status: number): RefusalCode {
  if (status === 401 || status === 407) return 'registration-unauthorized'
  if (status === 403) return 'registration-forbidden'
  if (status === 404) return 'registration-not-found'
  return status >= 500 ? 'registration-server-error' : 'registration-refused'
}
