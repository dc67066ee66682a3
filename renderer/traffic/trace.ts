import type { ByteRange, LayerFieldView, LayerView } from '#contract'

/** Bytes of a layer that are lit because something was chosen, there or in another layer. */
export interface Lit {
  range: ByteRange
  /** Whether encryption or compression lies between: the bytes belong together as a whole only. */
  isWhole: boolean
}

/** What of a layer is traced; its bytes are counted by whoever has them. */
export type TracedLayer = Pick<LayerView, 'origin'> & { size: number }

/**
 * Follows bytes of one layer through all others: outwards to the bytes that they were made from, inwards to those that were made
 * of them. @returns for each layer what is lit
 */
export function traceBytes(
  layers: readonly TracedLayer[],
  chosen: { layer: number; range: ByteRange },
): (Lit | null)[] {
  const lit: (Lit | null)[] = layers.map(() => null)
  let at = chosen.layer
  lit[at] = { range: chosen.range, isWhole: false }
  for (;;) {
    const origin = layers[at]?.origin ?? null
    const inner = lit[at] ?? null
    // An origin is an earlier layer, so that this ends.
    if (origin === null || inner === null || origin.layer >= at) break
    lit[origin.layer] =
      origin.how === 'part'
        ? { range: shifted(inner.range, origin.range.start), isWhole: inner.isWhole }
        : { range: origin.range, isWhole: true }
    at = origin.layer
  }
  layers.forEach(({ origin, size }, index) => {
    const outer = origin === null ? null : (lit[origin.layer] ?? null)
    if (origin === null || outer === null || lit[index] !== null) return
    const shared = overlap(outer.range, origin.range)
    if (shared === null) return
    lit[index] =
      origin.how === 'part'
        ? { range: shifted(shared, -origin.range.start), isWhole: outer.isWhole }
        : { range: { start: 0, end: size }, isWhole: true }
  })
  return lit
}

/** The place of the smallest field around a byte; -1: none has it. */
export function fieldAtByte(fields: readonly Pick<LayerFieldView, 'range'>[], byte: number): number {
  let found = -1
  let size = Number.POSITIVE_INFINITY
  fields.forEach(({ range }, index) => {
    if (range === null || byte < range.start || byte >= range.end) return
    // Of equal ones the inner, which comes later.
    if (range.end - range.start > size) return
    size = range.end - range.start
    found = index
  })
  return found
}

export function overlap(one: ByteRange, other: ByteRange): ByteRange | null {
  const start = Math.max(one.start, other.start)
  const end = Math.min(one.end, other.end)
  return start < end ? { start, end } : null
}

function shifted({ start, end }: ByteRange, by: number): ByteRange {
  return { start: start + by, end: end + by }
}
