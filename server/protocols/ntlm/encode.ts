import { type AvPair, encodeAvPairs } from './av-pairs.ts'
import { micLength, micOffset, ntlmSignature } from './messages.ts'

/** VERSION ([MS-NLMP] 2.2.2.10): Windows Server 2008 R2, NTLM revision 15. Only informative. */
const version = Buffer.from([6, 1, 0xb1, 0x1d, 0, 0, 0, 15])

export function encodeNegotiate(message: { flags: number }): Uint8Array {
  return assemble(1, 40, [], (header) => {
    header.writeUInt32LE(message.flags, 12)
    version.copy(header, 32)
  })
}

export function encodeChallenge(message: {
  flags: number
  targetName: string
  serverChallenge: Uint8Array
  targetInfo: readonly AvPair[]
}): Uint8Array {
  const values: Value[] = [
    { at: 12, bytes: Buffer.from(message.targetName, 'utf16le') },
    { at: 40, bytes: encodeAvPairs(message.targetInfo) },
  ]
  return assemble(2, 56, values, (header) => {
    header.writeUInt32LE(message.flags, 20)
    header.set(message.serverChallenge, 24)
    version.copy(header, 48)
  })
}

/** The MIC is zero, as its computation requires; the caller fills it in. */
export function encodeAuthenticate(message: {
  flags: number
  domain: string
  user: string
  workstation: string
  lmResponse: Uint8Array
  ntResponse: Uint8Array
  encryptedSessionKey: Uint8Array
}): Buffer {
  const values: Value[] = [
    { at: 28, bytes: Buffer.from(message.domain, 'utf16le') },
    { at: 36, bytes: Buffer.from(message.user, 'utf16le') },
    { at: 44, bytes: Buffer.from(message.workstation, 'utf16le') },
    { at: 12, bytes: message.lmResponse },
    { at: 20, bytes: message.ntResponse },
    { at: 52, bytes: message.encryptedSessionKey },
  ]
  return assemble(3, micOffset + micLength, values, (header) => {
    header.writeUInt32LE(message.flags, 60)
    version.copy(header, 64)
  })
}

/** A variable part: where its length, allocated length and offset stand in the header, and its bytes. */
interface Value {
  at: number
  bytes: Uint8Array
}

function assemble(
  type: number,
  headerLength: number,
  values: readonly Value[],
  fill: (header: Buffer) => void,
): Buffer {
  const message = Buffer.alloc(values.reduce((sum, { bytes }) => sum + bytes.length, headerLength))
  ntlmSignature.copy(message)
  message.writeUInt32LE(type, 8)
  fill(message)
  let offset = headerLength
  for (const { at, bytes } of values) {
    message.writeUInt16LE(bytes.length, at)
    message.writeUInt16LE(bytes.length, at + 2)
    message.writeUInt32LE(offset, at + 4)
    message.set(bytes, offset)
    offset += bytes.length
  }
  return message
}
