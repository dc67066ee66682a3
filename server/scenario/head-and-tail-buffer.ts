/** The beginning and the end of what may be longer than anyone can keep. */
export interface HeadAndTail<T> {
  add(item: T): void
  /** What was kept, in order. */
  items(): T[]
  /** How many in the middle were let go. */
  dropped(): number
}

/** @param most how many are kept, half of them from the beginning */
export function keepHeadAndTail<T>(most: number): HeadAndTail<T> {
  const half = Math.max(1, Math.floor(most / 2))
  const first: T[] = []
  /** A ring, once it is full; the oldest stands at `oldest`. */
  const last: T[] = []
  let oldest = 0
  let dropped = 0
  return {
    add(item) {
      if (first.length < half) {
        first.push(item)
      } else if (last.length < half) {
        last.push(item)
      } else {
        last[oldest] = item
        oldest = (oldest + 1) % half
        dropped += 1
      }
    },
    items: () => [...first, ...last.slice(oldest), ...last.slice(0, oldest)],
    dropped: () => dropped,
  }
}
