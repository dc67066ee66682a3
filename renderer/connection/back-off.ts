const firstMs = 400
const longestMs = 8_000

/** How long to wait before the next attempt to connect: doubles each time, up to eight seconds. */
export function backOffMs(attempt: number): number {
  return Math.min(longestMs, firstMs * 2 ** attempt)
}
