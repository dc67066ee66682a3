import type { PackedPart } from './frame.ts'

/** Length field of a part that is null. */
const none = 0xffff_ffff

/** Appends the parts to `chunks`, each after its length. @returns the number of bytes */
export function packParts(parts: readonly PackedPart[], chunks: Uint8Array[]): number {
  const lengths = Buffer.allocUnsafe(1 + 4 * parts.length)
  lengths[0] = parts.length
  chunks.push(lengths)
  let total = lengths.length
  parts.forEach((part, index) => {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    lengths.writeUInt32BE(bytes?.length ?? none, 1 + 4 * index)
    if (!bytes) return
    chunks.push(bytes)
    total += bytes.length
  })
  return total
}

export function unpackParts(packed: Buffer): (Buffer | null)[] {
  const parts: (Buffer | null)[] = []
  const count = packed[0] ?? 0
  let offset = 1 + 4 * count
  for (let index = 0; index < count; index += 1) {
    const length = packed.readUInt32BE(1 + 4 * index)
    if (length === none) parts.push(null)
    else {
      parts.push(packed.subarray(offset, offset + length))
      offset += length
    }
  }
  return parts
}
