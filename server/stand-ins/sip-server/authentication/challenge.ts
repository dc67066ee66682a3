import {
  type AuthenticationRole,
  authenticationRoles,
  microsoftRealm,
  quoted,
} from '../../../protocols/sip/index.ts'
import type { Answer } from '../answer.ts'
import { authenticationDiagnostics, type Diagnostic, formatDiagnostic } from '../diagnostics.ts'
import type { Handshake } from './handshake.ts'

/** The information about the server in a refusal. */
export interface ChallengeContext {
  /** Fully qualified name of the server. */
  readonly serverName: string
  /** The highest supported version of the protocol. */
  readonly version: number
  /** Lab time in milliseconds. */
  now(): number
}

/** Requests that the server handles itself; the others are forwarded. */
const ownMethods = new Set(['OPTIONS', 'PUBLISH', 'REGISTER', 'SERVICE', 'SUBSCRIBE'])

/** The role in which the server asks for missing credentials. */
export function roleFor(method: string): AuthenticationRole {
  return ownMethods.has(method) ? 'server' : 'proxy'
}

/** Asks the client to authenticate from the beginning ([MS-SIPAE] section 3.3.5.1), with the reason if an attempt has failed. */
export function challenge(
  context: ChallengeContext,
  role: AuthenticationRole,
  diagnostic?: Diagnostic,
): Answer {
  const { serverName, version } = context
  const value = `NTLM realm=${quoted(microsoftRealm)}, targetname=${quoted(serverName)}, version=${version}`
  return answerWith(context, role, value, diagnostic)
}

/** The second step ([MS-SIPAE] section 3.3.5.2): the challenge of NTLM itself, and the name of the future association. */
export function continueHandshake(
  context: ChallengeContext,
  role: AuthenticationRole,
  handshake: Handshake,
): Answer {
  const { opaque, challenge: gssapiData, version } = handshake
  const value = `NTLM opaque=${quoted(opaque)}, gssapi-data=${quoted(gssapiData)}, targetname=${quoted(context.serverName)}, realm=${quoted(microsoftRealm)}, version=${version}`
  return answerWith(context, role, value)
}

/** Clients can warn their user if Date differs from their own clock. */
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

/** The client has authenticated, but sends in the name of another user (MS-OCER section 2.2.1, which makes 4004 public). */
export function forbidden(context: ChallengeContext): Answer {
  const diagnostic = authenticationDiagnostics.credentialsNotAuthorized
  return {
    status: 403,
    reason: 'Forbidden',
    headers: [['ms-diagnostics-public', formatDiagnostic(diagnostic, context.serverName)]],
    diagnostic,
  }
}
