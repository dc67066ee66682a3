/**
 * The same value as `after`, with the objects of `before` wherever these are equal. So only what differs is drawn again when a whole
 * state comes anew, as for each moment of the past.
 */
export function keepEqual<T>(before: unknown, after: T): T
export function keepEqual(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before
  if (Array.isArray(before) && Array.isArray(after)) return keepEqualList(before, after)
  if (!isRecord(before) || !isRecord(after)) return after
  const keys = Object.keys(after)
  let isSame = keys.length === Object.keys(before).length
  const kept: Record<string, unknown> = {}
  for (const key of keys) {
    const value = keepEqual(before[key], after[key])
    kept[key] = value
    if (value !== before[key] || !(key in before)) isSame = false
  }
  return isSame ? before : kept
}

function keepEqualList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let isSame = before.length === after.length
  let known: Map<unknown, unknown> | null = null
  const kept = after.map((entry, index) => {
    let other = before[index]
    // Entries have another place once one before them came or went.
    if (keyOf(other) !== keyOf(entry)) {
      known ??= new Map(before.map((one) => [keyOf(one), one]))
      other = known.get(keyOf(entry))
    }
    const value = keepEqual(other, entry)
    if (value !== before[index]) isSame = false
    return value
  })
  return isSame ? before : kept
}

/** What the lists of a snapshot are kept by; undefined where an entry has nothing of the kind. */
function keyOf(entry: unknown): unknown {
  return isRecord(entry) ? (entry.id ?? entry.name ?? entry.user) : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
