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
import { type LdapConnection, notUnderstood } from './connection.ts'
import { DirectoryUnavailable } from './directory-unavailable.ts'

/** How a password was proved: Integrated Windows authentication, or a simple bind where that is not accepted. */
type Mechanism = 'spnego-ntlm' | 'simple-over-tls'

export type BindOutcome =
  | { isAuthenticated: true; mechanism: Mechanism }
  | {
      isAuthenticated: false
      /** Active Directory's own sub-code, such as `52e`, where it gave one. */
      subCode: string | null
    }

/** The server refuses this way of authenticating, and has said nothing about the password. */
interface NotAccepted {
  isAuthenticated: null
  /** What it answered, by name. */
  answer: string
  /** It does not take the name for one. Active Directory takes every name, of nobody too. */
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

/** How the client names the computer that it runs on. */
const workstation = 'BRAMBLE'

/** SEC_E_BAD_BINDINGS: the server insists on channel bindings. It says so with the code for a wrong password. */
const channelBindingsRequired = '80090346'

const mechanismRefusals: readonly number[] = [
  resultCode.authMethodNotSupported,
  resultCode.strongerAuthRequired,
  resultCode.confidentialityRequired,
  resultCode.inappropriateAuthentication,
  resultCode.unwillingToPerform,
]

/** How servers answer a mechanism that they do not know, where they do not say so. */
const vagueRefusals: readonly number[] = [resultCode.protocolError, resultCode.other]

/** How servers that know distinguished names only answer a bind as `alice@corp.example`. */
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
  const challenged = await bind(
    connection,
    sasl(writeSpnegoInit(ntlm.negotiate())),
    'the first of two messages',
  )
  if (challenged.result.code !== resultCode.saslBindInProgress) {
    if (challenged.result.code !== resultCode.success)
      return attemptBeforeProof(challenged.result, connection)
    throw notUnderstood(connection.where, 'it let the user in before it saw a password')
  }
  const answer = answerTo(connection, ntlm, challenged.serverSaslCreds)
  const { result } = await bind(
    connection,
    sasl(writeSpnegoResponse({ token: answer })),
    'the second of two messages',
  )
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
    throw new DirectoryUnavailable('protocol', `${connection.where} sent no NTLM challenge`, { cause })
  }
}

/** A simple bind with the password itself, for which the caller has to have started TLS. */
export async function bindWithPassword(
  connection: LdapConnection,
  credentials: BindCredentials,
): Promise<BindAttempt> {
  // RFC 4513 section 5.1.2: without a password the server would let anybody in, as nobody.
  if (credentials.password === '') return refusal('52e')
  const { result } = await bind(
    connection,
    {
      kind: 'bindRequest',
      version: 3,
      name: bindNameOf(credentials),
      authentication: { kind: 'simple', password: Buffer.from(credentials.password, 'utf8') },
    },
    'the simple bind',
  )
  return attemptOf(result, connection, 'simple-over-tls')
}

/**
 * What the answer to the first message says, before anybody has seen a proof: "invalid credentials" are about the mechanism
 * then, unless Active Directory says more. Where a simple bind may follow it is tried after any answer of this kind.
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

/** @param what names the request in the failure where no answer comes */
async function bind(connection: LdapConnection, request: BindRequest, what: string): Promise<BindResponse> {
  const answer = await connection.exchange(request, what)
  if (answer.kind === 'bindResponse') return answer
  throw notUnderstood(connection.where, `it answered a bindRequest with a ${answer.kind}`)
}

function attemptOf(result: LdapResult, connection: LdapConnection, mechanism: Mechanism): BindAttempt {
  const { code, diagnostic } = result
  if (code === resultCode.success) return { isAuthenticated: true, mechanism }
  const isRefused = mechanismRefusals.includes(code) || nameRefusals.includes(code)
  if (isRefused || diagnostic.startsWith(channelBindingsRequired)) return notAccepted(result)
  if (code === resultCode.invalidCredentials) return refusal(subCodeOf(diagnostic))
  throw new DirectoryUnavailable(
    'server-error',
    `${connection.where} could not authenticate the user: ${resultName(code)}${diagnostic && ` (${diagnostic})`}`,
  )
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
