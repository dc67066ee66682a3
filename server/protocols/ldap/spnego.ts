import { BerWriter } from 'ldapts'
import { asBuffer } from '../../base/bytes/index.ts'
import { looksLikeNtlm } from '../ntlm/index.ts'
import { BerElements, berTag } from './ber.ts'
import { LdapError } from './ldap-error.ts'

/** The SASL mechanism that carries SPNEGO ([MS-SPNG], RFC 4178). */
export const gssSpnego = 'GSS-SPNEGO'

const oidTag = 0x06
/** 1.3.6.1.5.5.2, SPNEGO itself, and 1.3.6.1.4.1.311.2.2.10, NTLM ([MS-SPNG] 1.9), encoded. */
const spnegoOid = Buffer.from('2b0601050502', 'hex')
const ntlmOid = Buffer.from('2b06010401823702020a', 'hex')

/** negState (RFC 4178 section 4.2.2). */
export const negState = { acceptCompleted: 0, acceptIncomplete: 1, reject: 2 } as const

/** What a GSS-SPNEGO token carries. Active Directory takes an NTLM message without SPNEGO around it too: `raw`. */
export type SpnegoToken =
  | { kind: 'raw'; token: Uint8Array }
  | {
      kind: 'init'
      offersNtlm: boolean
      /** The first message of the client's preferred mechanism; null if that is not NTLM. */
      token: Uint8Array | null
    }
  | { kind: 'response'; state: number | null; token: Uint8Array | null }

/** @throws LdapError for any other bytes */
export function readSpnego(bytes: Uint8Array): SpnegoToken {
  if (looksLikeNtlm(bytes)) return { kind: 'raw', token: bytes }
  const elements = new BerElements(bytes)
  if (elements.peek() === 0x60) return readInit(elements.within(0x60))
  if (elements.peek() === 0xa1) return readResponse(elements.within(0xa1).within(berTag.sequence))
  throw new LdapError('the credentials are neither SPNEGO nor NTLM')
}

/** NegTokenInit in its InitialContextToken (RFC 4178 section 4.2.1, RFC 2743 section 3.1). */
function readInit(framed: BerElements): SpnegoToken {
  if (!framed.read(oidTag).equals(spnegoOid))
    throw new LdapError('the credentials are for another mechanism than SPNEGO')
  const init = framed.within(0xa0).within(berTag.sequence)
  const mechanisms = init.within(0xa0).within(berTag.sequence)
  const offered: Buffer[] = []
  while (!mechanisms.isEmpty) offered.push(mechanisms.read(oidTag))
  init.takeOptional(0xa1)
  const mechToken = init.takeOptional(0xa2)
  const token = mechToken && new BerElements(mechToken).read(berTag.octetString)
  return {
    kind: 'init',
    offersNtlm: offered.some((oid) => oid.equals(ntlmOid)),
    token: offered[0]?.equals(ntlmOid) ? token : null,
  }
}

/** NegTokenResp (RFC 4178 section 4.2.2). */
function readResponse(response: BerElements): SpnegoToken {
  const state = response.takeOptional(0xa0)
  response.takeOptional(0xa1)
  const token = response.takeOptional(0xa2)
  return {
    kind: 'response',
    state: state && new BerElements(state).integer(berTag.enumerated),
    token: token && new BerElements(token).read(berTag.octetString),
  }
}

/** The client's first token: NTLM, and nothing else, with its first message. */
export function writeSpnegoInit(token: Uint8Array): Uint8Array {
  return write(0x60, (writer) => {
    writer.writeBuffer(spnegoOid, oidTag)
    nested(writer, [0xa0, berTag.sequence], () => {
      nested(writer, [0xa0, berTag.sequence], () => writer.writeBuffer(ntlmOid, oidTag))
      nested(writer, [0xa2], () => writer.writeBuffer(asBuffer(token), berTag.octetString))
    })
  })
}

/** Every token after the first, from either end. Only the server's first names the mechanism. */
export function writeSpnegoResponse(response: {
  state?: number
  namesNtlm?: boolean
  token?: Uint8Array
}): Uint8Array {
  const { state, namesNtlm, token } = response
  return write(0xa1, (writer) => {
    nested(writer, [berTag.sequence], () => {
      if (state !== undefined) nested(writer, [0xa0], () => writer.writeEnumeration(state))
      if (namesNtlm) nested(writer, [0xa1], () => writer.writeBuffer(ntlmOid, oidTag))
      if (token) nested(writer, [0xa2], () => writer.writeBuffer(asBuffer(token), berTag.octetString))
    })
  })
}

function write(tag: number, content: (writer: BerWriter) => void): Uint8Array {
  const writer = new BerWriter()
  nested(writer, [tag], () => content(writer))
  return writer.buffer
}

function nested(writer: BerWriter, tags: readonly number[], content: () => void): void {
  for (const tag of tags) writer.startSequence(tag)
  content()
  for (const _ of tags) writer.endSequence()
}
