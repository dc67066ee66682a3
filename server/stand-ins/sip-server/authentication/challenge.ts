import {
  type AuthenticationRole,
  authenticationRoles,
  microsoftRealm,
  quoted,
} from '../../../protocols/sip/index.ts'
import type { Answer } from '../answer.ts'
import { authenticationDiagnostics, type Diagnostic, formatDiagnostic } from '../diagnostics.ts'
import type { Handshake } from './handshake.ts'

/** What a refusal says of the server. */
export interface ChallengeContext {
  /** Fully qualified name of the server. */
  readonly serverName: string
  /** The highest version of the protocol that is spoken. */
  readonly version: number
  /** Lab time in milliseconds. */
  now(): number
}

/** Requests that the server carries out itself; the others it passes on, as a proxy. */
const ownMethods = new Set(['OPTIONS', 'PUBLISH', 'REGISTER', 'SERVICE', 'SUBSCRIBE'])

/** In which role the server asks for credentials that a request lacks. */
export function roleFor(method: string): AuthenticationRole {
  return ownMethods.has(method) ? 'server' : 'proxy'
}

/** Asks who the client is, from the beginning ([MS-SIPAE] section 3.3.5.1), and says what was wrong if it has tried. */
export function challenge(
  context: ChallengeContext,
  role: AuthenticationRole,
  diagnostic?: Diagnostic,
): Answer {
  const { serverName, version } = context
  const value = `NTLM realm=${quoted(microsoftRealm)}, targetname=${quoted(serverName)}, version=${version}`
  return answerWith(context, role, value, diagnostic)
}

/** The second step ([MS-SIPAE] section 3.3.5.2): the challenge of NTLM itself, and the name of the association to be. */
export function continueHandshake(
  context: ChallengeContext,
  role: AuthenticationRole,
  handshake: Handshake,
): Answer {
  const { opaque, challenge: gssapiData, version } = handshake
  const value = `NTLM opaque=${quoted(opaque)}, gssapi-data=${quoted(gssapiData)}, targetname=${quoted(context.serverName)}, realm=${quoted(microsoftRealm)}, version=${version}`
  return answerWith(context, role, value)
}

/** Clients that see another time in Date than their own can tell their user. */
function answerWith(
  context: ChallengeContext,
  role: AuthenticationRole,
  value: string,
  diagnostic?: Diagnostic,
): Answer {
  const { status, reason, challenge: name } = authenticationRoles[role]
  const date = new Date(context.now()).toUTCString()
  const headers: [string, string][] = [
    [name, value],
    ['Date', date],
  ]
  return { status, reason, headers, ...(diagnostic ? { diagnostic } : {}) }
}

/** The client is who it says, but speaks in somebody else's name (MS-OCER section 2.2.1, which makes 4004 public). */
export function forbidden(context: ChallengeContext): Answer {
  const diagnostic = authenticationDiagnostics.credentialsNotAuthorized
  return {
    status: 403,
    reason: 'Forbidden',
    headers: [['ms-diagnostics-public', formatDiagnostic(diagnostic, context.serverName)]],
    diagnostic,
  }
}
