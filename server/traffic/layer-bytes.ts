import type { ByteRange } from '#contract'

/** Where a view lies in the bytes from which it was cut; undefined for other memory, and for nothing. */
export function rangeIn(bytes: Uint8Array, view: Uint8Array | null): ByteRange | undefined {
  if (view === null || view.length === 0 || view.buffer !== bytes.buffer) return undefined
  const start = view.byteOffset - bytes.byteOffset
  const end = start + view.length
  return start < 0 || end > bytes.length ? undefined : { start, end }
}
