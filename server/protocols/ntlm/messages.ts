import { asBuffer } from '../../base/bytes/index.ts'
import { type AvPair, parseAvPairs } from './av-pairs.ts'
import { hasFlag } from './flags.ts'
import { NtlmError } from './ntlm-error.ts'

/** The first message: what the client can do ([MS-NLMP] 2.2.1.1). */
interface NegotiateMessage {
  type: 1
  flags: number
  domain: string
  workstation: string
}

/** The second: what the server chose, and its challenge ([MS-NLMP] 2.2.1.2). */
interface ChallengeMessage {
  type: 2
  flags: number
  targetName: string
  serverChallenge: Uint8Array
  targetInfo: readonly AvPair[]
}

/** The third: who, and the proof ([MS-NLMP] 2.2.1.3). The byte fields are views into the message. */
export interface AuthenticateMessage {
  type: 3
  flags: number
  domain: string
  user: string
  workstation: string
  lmResponse: Uint8Array
  ntResponse: Uint8Array
  encryptedSessionKey: Uint8Array
  /** Null where the message has no room for one: older clients leave it out. */
  mic: Uint8Array | null
}

export type NtlmMessage = NegotiateMessage | ChallengeMessage | AuthenticateMessage

export const ntlmSignature = Buffer.from('NTLMSSP\0', 'latin1')

/** Where the MIC of an AUTHENTICATE message stands, after the version. */
export const micOffset = 72
export const micLength = 16

/** Whether the bytes claim to be NTLM; what follows may still be wrong. */
export function looksLikeNtlm(bytes: Uint8Array): boolean {
  return ntlmSignature.equals(bytes.subarray(0, ntlmSignature.length))
}

/** @throws NtlmError for anything that is not a whole, sound message */
export function parseNtlm(bytes: Uint8Array): NtlmMessage {
  if (!looksLikeNtlm(bytes)) throw new NtlmError('not an NTLM message: the signature is missing')
  const message = asBuffer(bytes)
  if (message.length < 12) throw new NtlmError('NTLM message cut short')
  const type = message.readUInt32LE(8)
  if (type === 1) return parseNegotiate(message)
  if (type === 2) return parseChallenge(message)
  if (type === 3) return parseAuthenticate(message)
  throw new NtlmError(`there is no NTLM message of type ${type}`)
}

function parseNegotiate(message: Buffer): NegotiateMessage {
  needs(message, 16)
  const flags = message.readUInt32LE(12)
  // These two are in the OEM character set whatever is negotiated, and may be missing altogether.
  const text = (offset: number) =>
    message.length >= offset + 8 ? field(message, offset).toString('latin1') : ''
  return { type: 1, flags, domain: text(16), workstation: text(24) }
}

function parseChallenge(message: Buffer): ChallengeMessage {
  needs(message, 32)
  const flags = message.readUInt32LE(20)
  const info = message.length >= 48 ? field(message, 40) : Buffer.alloc(0)
  return {
    type: 2,
    flags,
    targetName: decodeText(field(message, 12), flags),
    serverChallenge: message.subarray(24, 32),
    targetInfo: info.length > 0 ? parseAvPairs(info) : [],
  }
}

function parseAuthenticate(message: Buffer): AuthenticateMessage {
  needs(message, 64)
  const flags = message.readUInt32LE(60)
  const payloadStart = firstPayloadOffset(message)
  return {
    type: 3,
    flags,
    lmResponse: field(message, 12),
    ntResponse: field(message, 20),
    domain: decodeText(field(message, 28), flags),
    user: decodeText(field(message, 36), flags),
    workstation: decodeText(field(message, 44), flags),
    encryptedSessionKey: field(message, 52),
    mic: payloadStart >= micOffset + micLength ? message.subarray(micOffset, micOffset + micLength) : null,
  }
}

/** Nothing in the header says whether there is a MIC; only the gap before the first value does. */
function firstPayloadOffset(message: Buffer): number {
  const offsets = [12, 20, 28, 36, 44, 52]
    .filter((header) => message.readUInt16LE(header) > 0)
    .map((header) => message.readUInt32LE(header + 4))
  return Math.min(message.length, ...offsets)
}

/** A value by its length, its allocated length and its offset ([MS-NLMP] 2.2.1.1, DomainNameFields and its like). */
function field(message: Buffer, header: number): Buffer {
  const length = message.readUInt16LE(header)
  const offset = message.readUInt32LE(header + 4)
  if (length === 0) return Buffer.alloc(0)
  if (offset + length > message.length) throw new NtlmError('NTLM message: a value runs past the end')
  return message.subarray(offset, offset + length)
}

function needs(message: Buffer, length: number): void {
  if (message.length < length) throw new NtlmError('NTLM message cut short')
}

function decodeText(bytes: Buffer, flags: number): string {
  return bytes.toString(hasFlag(flags, 'unicode') ? 'utf16le' : 'latin1')
}
