import { asBuffer } from '../../base/bytes/index.ts'

/** Milliseconds between 1601, where Windows starts to count, and 1970. */
const epochGapMs = 11_644_473_600_000

/** A FILETIME ([MS-DTYP] 2.3.3): tenths of a microsecond since 1601. */
export function toFileTime(epochMs: number): bigint {
  return BigInt(Math.trunc(epochMs) + epochGapMs) * 10_000n
}

/** As 8 little-endian bytes. */
export function fileTimeBytes(epochMs: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(toFileTime(epochMs))
  return bytes
}

/** From the first 8 of these little-endian bytes: milliseconds since 1970. */
export function readFileTime(bytes: Uint8Array): number {
  const view = asBuffer(bytes)
  return Number(view.readBigUInt64LE(0) / 10_000n) - epochGapMs
}
