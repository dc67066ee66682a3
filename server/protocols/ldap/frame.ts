import {
  type FrameContent,
  type FrameExchange,
  type FrameForm,
  type FrameLayer,
  type FrameOrigin,
  type FrameRecord,
  rangeIn,
  summaryText,
  type WireConnection,
} from '../../traffic/index.ts'
import { looksLikeNtlm, type NtlmMessage, parseNtlm } from '../ntlm/index.ts'
import { decodeMessage } from './decode.ts'
import { extendedName, ldapFields } from './ldap-fields.ts'
import type { LdapMessage, LdapOperation, LdapResult } from './messages.ts'
import { masked, ntlmLayer, ntlmSecrets } from './ntlm-layer.ts'
import { resultName } from './result-codes.ts'
import { readSpnego } from './spnego.ts'

export interface CrossingMessage {
  bytes: Uint8Array
  direction: 'up' | 'down'
  isEncrypted: boolean
  pin: string | null
  connection?: WireConnection | undefined
  origin?: FrameOrigin | undefined
}

/** The frame that the tap gets for one LDAP message between the service and Active Directory. */
export function ldapFrame({
  bytes,
  connection,
  direction,
  isEncrypted,
  origin,
  pin,
}: CrossingMessage): FrameRecord {
  return {
    hop: 'service-directory',
    direction,
    pin,
    protocol: 'LDAP',
    sizeBytes: bytes.length,
    isEncrypted,
    connection,
    origin,
    contentBytes: bytes.length,
    ...viewLdap(bytes, isEncrypted, origin),
    pack: () => ({ form: ldapForm, parts: [bytes] }),
  }
}

const ldapForm: FrameForm = {
  read: ([bytes], { isEncrypted, origin }) => viewLdap(bytes ?? Buffer.alloc(0), isEncrypted, origin),
}

function viewLdap(bytes: Uint8Array, isEncrypted: boolean, origin: FrameOrigin | undefined): FrameContent {
  const closed = { code: 'tls-inside', facts: { bytes: bytes.length } } as const
  const openedSummary = () => attempt(() => summarize(decodeMessage(bytes)), 'not an LDAP message')
  return {
    summary: () => (isEncrypted ? summaryText(closed) : openedSummary()),
    openedSummary,
    told: (isOpened) => (isEncrypted && !isOpened ? closed : null),
    layers: ({ reveal }) =>
      isEncrypted ? [tlsLayer, ...layersOf(bytes, reveal, 'inside', 1)] : layersOf(bytes, reveal, 'wire', 0),
    exchange: () => exchangeIn(bytes, origin),
  }
}

/** Message IDs are unique on a connection (RFC 4511 section 4.1.1.1), and each login has its own. */
function exchangeIn(bytes: Uint8Array, origin: FrameOrigin | undefined): FrameExchange | null {
  const message = attempt(() => decodeMessage(bytes), null)
  if (!message || !origin) return null
  return { id: `${origin.flow} ${message.id}`, isRequest: message.operation.kind.endsWith('Request') }
}

const tlsLayer: FrameLayer = {
  title: 'TLS',
  note: { code: 'tls-inside', facts: {} },
  fields: [],
  bytes: null,
  text: null,
}

/** @param index of the first of these layers */
function layersOf(bytes: Uint8Array, reveal: boolean, side: 'wire' | 'inside', index: number): FrameLayer[] {
  const message = attempt(() => decodeMessage(bytes), null)
  if (!message)
    return [{ title: 'LDAP', note: { code: 'ldap-none', facts: {} }, fields: [], bytes, text: null, side }]
  const { token, ntlm } = ntlmIn(message.operation)
  const secrets = reveal ? [] : [...passwordIn(message.operation), ...(ntlm ? ntlmSecrets(ntlm) : [])]
  const ldap: FrameLayer = {
    title: 'LDAP',
    note: { code: 'ldap', facts: { summary: summarize(message) } },
    fields: ldapFields(message, bytes, reveal),
    bytes: masked(bytes, secrets),
    text: null,
    side,
  }
  if (!token || !ntlm) return [ldap]
  const range = rangeIn(bytes, token)
  const origin = range ? { layer: index, range, how: 'part' as const } : null
  return [ldap, { ...ntlmLayer(ntlm, token, masked(token, secrets), { reveal, origin }), side }]
}

/** One line, such as `bindRequest SASL GSS-SPNEGO (NTLM negotiate)`. */
function summarize({ operation }: LdapMessage): string {
  const { ntlm } = ntlmIn(operation)
  const inside = ntlm ? ` (${ntlmWords(ntlm)})` : ''
  switch (operation.kind) {
    case 'bindRequest': {
      const { authentication, name } = operation
      if (authentication.kind === 'sasl') return `bindRequest SASL ${authentication.mechanism}${inside}`
      return `bindRequest ${authentication.kind}${name && ` ${name}`}`
    }
    case 'bindResponse':
      return `bindResponse ${resultWords(operation.result)}${inside}`
    case 'extendedRequest':
      return `extendedRequest ${extendedName(operation.oid)}`
    case 'extendedResponse':
      return `extendedResponse ${resultWords(operation.result)}${operation.oid ? ` (${extendedName(operation.oid)})` : ''}`
    default:
      return operation.kind
  }
}

function ntlmWords(message: NtlmMessage): string {
  if (message.type === 1) return 'NTLM negotiate'
  if (message.type === 2) return 'NTLM challenge'
  return `NTLM authenticate, ${message.domain && `${message.domain}\\`}${message.user}`
}

function resultWords({ code, diagnostic }: LdapResult): string {
  const data = /\bdata ([0-9a-f]+)\b/i.exec(diagnostic)?.[1]
  return data && data !== '0' ? `${resultName(code)}, data ${data}` : resultName(code)
}

function passwordIn(operation: LdapOperation): Uint8Array[] {
  if (operation.kind !== 'bindRequest' || operation.authentication.kind !== 'simple') return []
  return [operation.authentication.password]
}

/** The NTLM message in the credentials of a bind, with or without SPNEGO around it. */
function ntlmIn(operation: LdapOperation): { token: Uint8Array | null; ntlm: NtlmMessage | null } {
  const credentials = credentialsIn(operation)
  const token = credentials && attempt(() => readSpnego(credentials).token, null)
  if (!token || !looksLikeNtlm(token)) return { token: null, ntlm: null }
  return { token, ntlm: attempt(() => parseNtlm(token), null) }
}

function credentialsIn(operation: LdapOperation): Uint8Array | null {
  if (operation.kind === 'bindResponse') return operation.serverSaslCreds
  if (operation.kind !== 'bindRequest') return null
  const { authentication } = operation
  if (authentication.kind === 'sicily') return authentication.token
  return authentication.kind === 'sasl' ? authentication.credentials : null
}

/** Show invalid messages in captures too. */
function attempt<T, U>(work: () => T, otherwise: U): T | U {
  try {
    return work()
  } catch {
    return otherwise
  }
}
