import { asBuffer } from '../../base/bytes/index.ts'
import { NtlmError } from './ntlm-error.ts'

/** AV_PAIR identifiers ([MS-NLMP] 2.2.2.1). */
export const avId = {
  end: 0,
  netbiosComputer: 1,
  netbiosDomain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  dnsTree: 5,
  flags: 6,
  timestamp: 7,
  singleHost: 8,
  targetName: 9,
  channelBindings: 10,
} as const

export interface AvPair {
  id: number
  value: Uint8Array
}

/** MsvAvFlags: the AUTHENTICATE message carries a MIC. */
const micPresent = 0x2

/** Reads pairs up to MsvAvEOL. */
export function parseAvPairs(bytes: Uint8Array): AvPair[] {
  const view = asBuffer(bytes)
  const pairs: AvPair[] = []
  for (let offset = 0; offset + 4 <= view.length; ) {
    const id = view.readUInt16LE(offset)
    const length = view.readUInt16LE(offset + 2)
    if (id === avId.end) return pairs
    if (offset + 4 + length > view.length)
      throw new NtlmError('target information: a value runs past the end')
    pairs.push({ id, value: view.subarray(offset + 4, offset + 4 + length) })
    offset += 4 + length
  }
  throw new NtlmError('target information has no end mark')
}

/** Writes pairs and the MsvAvEOL after them. */
export function encodeAvPairs(pairs: readonly AvPair[]): Uint8Array {
  // The end mark is a pair of identifier 0 and no value.
  const bytes = Buffer.alloc(pairs.reduce((sum, { value }) => sum + 4 + value.length, 4))
  let offset = 0
  for (const { id, value } of pairs) {
    bytes.writeUInt16LE(id, offset)
    bytes.writeUInt16LE(value.length, offset + 2)
    bytes.set(value, offset + 4)
    offset += 4 + value.length
  }
  return bytes
}

export function avText(id: number, text: string): AvPair {
  return { id, value: Buffer.from(text, 'utf16le') }
}

export function findAv(pairs: readonly AvPair[], id: number): Uint8Array | undefined {
  return pairs.find((pair) => pair.id === id)?.value
}

/** Whether the pairs of an NTLMv2 response promise a MIC. */
export function promisesMic(pairs: readonly AvPair[]): boolean {
  const value = findAv(pairs, avId.flags)
  return value !== undefined && value.length === 4 && ((value[0] ?? 0) & micPresent) !== 0
}

/** The pairs with the promise of a MIC added ([MS-NLMP] 3.1.5.1.2). */
export function withMicPromise(pairs: readonly AvPair[]): AvPair[] {
  const old = findAv(pairs, avId.flags)
  const value = Buffer.alloc(4)
  value.writeUInt32LE(((old?.length === 4 ? Buffer.from(old).readUInt32LE(0) : 0) | micPresent) >>> 0)
  return [...pairs.filter((pair) => pair.id !== avId.flags), { id: avId.flags, value }]
}
