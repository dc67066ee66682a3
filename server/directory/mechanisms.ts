import {
  gssSpnego,
  type LdapOperation,
  type LdapResult,
  readSpnego,
  resultCode,
  resultName,
  writeSpnegoInit,
  writeSpnegoResponse,
} from '../protocols/ldap/index.ts'
import { createNtlmClient, type NtlmClient, ntHash, readUserName } from '../protocols/ntlm/index.ts'
import type { Awaited, LdapConnection } from './connection.ts'
import { DirectoryUnavailable } from './directory-unavailable.ts'

/** How the server checked a password: Integrated Windows authentication, or a simple bind if the server does not accept that. */
type Mechanism = 'spnego-ntlm' | 'simple-over-tls'

export type BindOutcome =
  | { isAuthenticated: true; mechanism: Mechanism }
  | {
      isAuthenticated: false
      /** Active Directory's own sub-code, such as `52e`, if it sent one. */
      subCode: string | null
    }

/** The server refuses this way of authenticating, so it has not looked at the password. */
interface NotAccepted {
  isAuthenticated: null
  /** The name of the LDAP result code. */
  answer: string
  /** The server rejected the form of the user name. Active Directory accepts any form, even of users that do not exist. */
  isNameStrange: boolean
}

export type BindAttempt = BindOutcome | NotAccepted

export interface BindCredentials {
  /** `alice`, `CORP\alice` or `alice@corp.example`. */
  user: string
  password: string
  domain: { name: string; dns: string }
}

type BindRequest = Extract<LdapOperation, { kind: 'bindRequest' }>
type BindResponse = Extract<LdapOperation, { kind: 'bindResponse' }>

/** The name of the client's computer in NTLM messages. */
const workstation = 'BRAMBLE'

/** SEC_E_BAD_BINDINGS: the server insists on channel bindings. Its LDAP result code is the one for a wrong password. */
const channelBindingsRequired = '80090346'

const mechanismRefusals: readonly number[] = [
  resultCode.authMethodNotSupported,
  resultCode.strongerAuthRequired,
  resultCode.confidentialityRequired,
  resultCode.inappropriateAuthentication,
  resultCode.unwillingToPerform,
]

/** How some servers answer a mechanism that they do not know, although LDAP has a result code for it. */
const vagueRefusals: readonly number[] = [resultCode.protocolError, resultCode.other]

/** What servers that accept only distinguished names answer to a bind as `alice@corp.example`. */
const nameRefusals: readonly number[] = [resultCode.invalidDNSyntax, resultCode.noSuchObject]

/** Integrated Windows authentication: SASL GSS-SPNEGO (RFC 4178, [MS-SPNG]) with NTLM version 2 in it. */
export async function bindWithNtlm(
  connection: LdapConnection,
  credentials: BindCredentials,
  nowMs: number,
): Promise<BindAttempt> {
  const ntlm = createNtlmClient(
    {
      ...readUserName(credentials.user, credentials.domain.name),
      workstation,
      ntHash: ntHash(credentials.password),
      channelBindings: connection.channelBindings,
    },
    { now: nowMs },
  )
  const challenged = await bind(connection, sasl(writeSpnegoInit(ntlm.negotiate())), 'first-bind')
  if (challenged.result.code !== resultCode.saslBindInProgress) {
    if (challenged.result.code !== resultCode.success)
      return attemptBeforeProof(challenged.result, connection)
    throw new DirectoryUnavailable(connection.address, { code: 'let-in-unproved', facts: {} })
  }
  const answer = answerTo(connection, ntlm, challenged.serverSaslCreds)
  const { result } = await bind(connection, sasl(writeSpnegoResponse({ token: answer })), 'second-bind')
  return attemptOf(result, connection, 'spnego-ntlm')
}

function answerTo(
  connection: LdapConnection,
  ntlm: NtlmClient,
  serverSaslCreds: Uint8Array | null,
): Uint8Array {
  try {
    const { token } = readSpnego(serverSaslCreds ?? new Uint8Array(0))
    return ntlm.authenticate(token ?? new Uint8Array(0)).token
  } catch (cause) {
    throw new DirectoryUnavailable(connection.address, { code: 'no-challenge', facts: {} }, { cause })
  }
}

/** Sends the password itself in a simple bind. The caller must have started TLS. */
export async function bindWithPassword(
  connection: LdapConnection,
  credentials: BindCredentials,
): Promise<BindAttempt> {
  // RFC 4513 section 5.1.2: to a bind without a password, the server would answer success for an anonymous session.
  if (credentials.password === '') return refusal('52e')
  const { result } = await bind(
    connection,
    {
      kind: 'bindRequest',
      version: 3,
      name: bindNameOf(credentials),
      authentication: { kind: 'simple', password: Buffer.from(credentials.password, 'utf8') },
    },
    'simple-bind',
  )
  return attemptOf(result, connection, 'simple-over-tls')
}

/**
 * Reads the answer to the first message, which holds no proof of the password yet. "Invalid credentials" is about the
 * mechanism at that point, unless Active Directory adds a sub-code. Under TLS the caller then tries a simple bind.
 */
function attemptBeforeProof(result: LdapResult, connection: LdapConnection): BindAttempt {
  const isVague = result.code === resultCode.invalidCredentials && subCodeOf(result.diagnostic) === null
  const isAboutMechanism = isVague || vagueRefusals.includes(result.code)
  return connection.isEncrypted && isAboutMechanism
    ? notAccepted(result)
    : attemptOf(result, connection, 'spnego-ntlm')
}

/** The name of a simple bind. */
export function bindNameOf({ domain, user }: BindCredentials): string {
  const name = user.trim()
  return /[\\@]/.test(name) ? name : `${name}@${domain.dns}`
}

function sasl(credentials: Uint8Array): BindRequest {
  return {
    kind: 'bindRequest',
    version: 3,
    name: '',
    authentication: { kind: 'sasl', mechanism: gssSpnego, credentials },
  }
}

async function bind(
  connection: LdapConnection,
  request: BindRequest,
  awaited: Awaited,
): Promise<BindResponse> {
  const answer = await connection.exchange(request, awaited)
  if (answer.kind === 'bindResponse') return answer
  const facts = { request: 'bindRequest', answer: answer.kind } as const
  throw new DirectoryUnavailable(connection.address, { code: 'wrong-answer', facts })
}

function attemptOf(result: LdapResult, connection: LdapConnection, mechanism: Mechanism): BindAttempt {
  const { code, diagnostic } = result
  if (code === resultCode.success) return { isAuthenticated: true, mechanism }
  const isRefused = mechanismRefusals.includes(code) || nameRefusals.includes(code)
  if (isRefused || diagnostic.startsWith(channelBindingsRequired)) return notAccepted(result)
  if (code === resultCode.invalidCredentials) return refusal(subCodeOf(diagnostic))
  const facts = { result: resultName(code), diagnostic }
  throw new DirectoryUnavailable(connection.address, { code: 'bind-failed', facts })
}

function notAccepted({ code }: LdapResult): NotAccepted {
  return { isAuthenticated: null, answer: resultName(code), isNameStrange: nameRefusals.includes(code) }
}

/** The sub-code in a diagnostic message such as `80090308: LdapErr: …, data 52e, v2580`. */
function subCodeOf(diagnostic: string): string | null {
  return /\bdata ([0-9a-f]{1,8})\b/i.exec(diagnostic)?.[1]?.toLowerCase() ?? null
}

function refusal(subCode: string | null): BindOutcome {
  return { isAuthenticated: false, subCode }
}
