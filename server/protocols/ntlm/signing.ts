import { createHash, createHmac } from 'node:crypto'
import { hasFlag } from './flags.ts'
import { rc4 } from './rc4.ts'

/** What one end signs with, in extended session security without a connection. */
export interface SigningKeys {
  readonly signing: Uint8Array
  readonly sealing: Uint8Array
  /** Whether the checksum is encrypted too: it is when a session key was exchanged. */
  readonly isSealed: boolean
}

/** SIGNKEY and SEALKEY ([MS-NLMP] 3.4.5.2, 3.4.5.3), of extended session security. */
export function createSigningKeys(
  exportedSessionKey: Uint8Array,
  flags: number,
  end: 'client' | 'server',
): SigningKeys {
  const direction = end === 'client' ? 'client-to-server' : 'server-to-client'
  const magic = (purpose: string) =>
    Buffer.from(`session key to ${direction} ${purpose} key magic constant\0`, 'latin1')
  const sealingBytes = hasFlag(flags, 'keys128') ? 16 : hasFlag(flags, 'keys56') ? 7 : 5
  return {
    signing: md5(exportedSessionKey, magic('signing')),
    sealing: md5(exportedSessionKey.subarray(0, sealingBytes), magic('sealing')),
    isSealed: hasFlag(flags, 'keyExchange'),
  }
}

/**
 * NTLMSSP_MESSAGE_SIGNATURE of one message, without a connection ([MS-NLMP] 2.2.2.9.2, 3.4.4.2): each sequence number has
 * a sealing key of its own, so that no message depends on another.
 */
export function signDatagram(keys: SigningKeys, sequence: number, message: Uint8Array): Buffer {
  const number = Buffer.alloc(4)
  number.writeUInt32LE(sequence)
  const checksum = createHmac('md5', keys.signing).update(number).update(message).digest().subarray(0, 8)
  const version = Uint8Array.of(1, 0, 0, 0)
  return Buffer.concat([version, keys.isSealed ? rc4(md5(keys.sealing, number), checksum) : checksum, number])
}

function md5(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
