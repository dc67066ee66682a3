/**
 * Runs one request at a time. Of the requests made meanwhile, only the latest runs afterwards.
 * @param ask must not reject
 */
export function latestWins<T>(ask: (wish: T) => Promise<void>): (wish: T) => void {
  let isAsking = false
  let waiting: { wish: T } | null = null

  async function work(first: T): Promise<void> {
    isAsking = true
    let next: { wish: T } | null = { wish: first }
    while (next !== null) {
      await ask(next.wish)
      next = waiting
      waiting = null
    }
    isAsking = false
  }

  return (wish) => {
    if (isAsking) waiting = { wish }
    else void work(wish)
  }
}
