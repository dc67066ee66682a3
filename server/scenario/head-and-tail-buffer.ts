/** Keeps the beginning and the end of a list that may grow too long to keep whole. */
export interface HeadAndTail<T> {
  add(item: T): void
  /** The kept items, in order. */
  items(): T[]
  /** How many items in the middle were dropped. */
  dropped(): number
}

/** @param most maximum number of items, half of them from the beginning */
export function keepHeadAndTail<T>(most: number): HeadAndTail<T> {
  const half = Math.max(1, Math.floor(most / 2))
  const first: T[] = []
  /** A ring buffer once it is full; its oldest item is at `oldest`. */
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
