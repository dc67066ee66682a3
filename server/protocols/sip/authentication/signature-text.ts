import { readCallId, readFrom, readSequence, readTo } from '../fields.ts'
import type { SipHeaders } from '../headers.ts'
import type { SipMessage } from '../message.ts'
import { parseNameAddress } from '../name-address.ts'
import { uriScheme } from '../uri.ts'

/** The value that every Communications Server gives for its realm ([MS-SIPAE] section 4.1). */
export const microsoftRealm = 'SIP Communications Service'

/** The NTLM sequence number of every signature: SIP counts in `cnum` and `snum` (tried with real clients). */
export const signatureSequence = 100

/** The parts of a signature besides the message's own headers. */
export interface SignatureParts {
  /** Version of the authentication protocol. */
  readonly version: number
  /** `crand` and `cnum`, or `srand` and `snum`, as written. */
  readonly rand: string
  readonly number: string
  readonly targetName: string
}

/**
 * The text that is signed ([MS-SIPAE] section 3.2.5.2): values in angle brackets as they appear in the message, the absent
 * ones empty. Version 3 added the To address and who the sender is asserted to be; what came before is [MS-SIP] section
 * 3.1.4.2.
 * @throws SipParseError if the message lacks a mandatory header
 */
export function signatureText(message: SipMessage, parts: SignatureParts): string {
  const { headers } = message
  const from = readFrom(headers)
  const to = readTo(headers)
  const sequence = readSequence(headers)
  const isVersion3 = parts.version >= 3
  const identity = isVersion3 ? assertedIdentity(headers) : { sip: '', tel: '' }
  const values = [
    'NTLM',
    parts.rand,
    parts.number,
    microsoftRealm,
    parts.targetName,
    readCallId(headers),
    String(sequence.number),
    sequence.method,
    from.uri,
    from.parameters.get('tag') ?? '',
    ...(isVersion3 ? [to.uri] : []),
    to.parameters.get('tag') ?? '',
    ...(isVersion3 ? [identity.sip, identity.tel] : []),
    headers.get('Expires') ?? '',
    ...(message.kind === 'response' ? [String(message.status)] : []),
  ]
  return values.map((value) => `<${value}>`).join('')
}

/** The first address of each kind in P-Asserted-Identity, or where a client asks for one, in P-Preferred-Identity. */
function assertedIdentity(headers: SipHeaders): { sip: string; tel: string } {
  const name = headers.has('P-Asserted-Identity') ? 'P-Asserted-Identity' : 'P-Preferred-Identity'
  const uris = headers.list(name).map((value) => parseNameAddress(value).uri)
  return {
    sip: uris.find((uri) => /^sips?$/.test(uriScheme(uri) ?? '')) ?? '',
    tel: uris.find((uri) => uriScheme(uri) === 'tel') ?? '',
  }
}
