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
  | 'unreadable-answer'
  | 'unreachable'
  | 'password-not-asked'
  | 'password-not-kept'

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
  /** The user ID or the password is wrong, as far as the server tells. */
  readonly refusesCredentials: boolean

  /** @param hasShownPassword whether the server was shown something that depends on the password */
  constructor(
    sipAddress: string,
    { status, reason }: { status: number; reason: string },
    diagnostics: string | null,
    hasShownPassword: boolean,
  ) {
    // MS-OCER: 1013 is a clock that is wrong, whatever the password.
    const refusesCredentials =
      hasShownPassword && [401, 403, 407].includes(status) && !/^1013\b/.test(diagnostics ?? '')
    const detail = diagnostics === null ? '' : ` (ms-diagnostics: ${diagnostics})`
    super(
      refusalCode(status),
      refusesCredentials
        ? `the Communications Server refused the user ID or the password of ${sipAddress}: ${status} ${reason}${detail}`
        : `the Communications Server answered ${status} ${reason} to the registration of ${sipAddress}${detail}`,
    )
    this.status = status
    this.reason = reason
    this.diagnostics = diagnostics
    this.refusesCredentials = refusesCredentials
  }
}

/** The Communications Server ended a registration that it had accepted (MS-SIPREGE section 3.1.2.4). */
export class RegistrationEnded extends Failure {
  /** @param event such as `unregistered`: a newer endpoint of the same user needed the room */
  constructor(sipAddress: string, event: string) {
    super(
      'registration-ended',
      `the Communications Server ended the registration of ${sipAddress}: ${meanings[event] ?? event}`,
    )
  }
}

const meanings: Readonly<Record<string, string>> = {
  unregistered: 'a newer endpoint of the same user needed the room',
  rejected: 'the user may not be signed in any more',
  deactivated: 'the user is to sign in anew, perhaps elsewhere',
}

function refusalCode(status: number): RefusalCode {
  if (status === 401 || status === 407) return 'registration-unauthorized'
  if (status === 403) return 'registration-forbidden'
  if (status === 404) return 'registration-not-found'
  return status >= 500 ? 'registration-server-error' : 'registration-refused'
}
