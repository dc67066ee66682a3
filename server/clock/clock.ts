/**
 * The lab's clock. Every part takes its time from here, so that a lab can run in real time, faster, or as fast as the
 * machine allows (virtual time), with the same outcome.
 */
export interface Clock {
  /** Lab time, in milliseconds since 1970 (UTC). */
  now(): number
  /**
   * Runs `task` once, `delayMs` of lab time from now.
   * @param options.isTransit the timer stands for something in transit, such as a packet. A virtual clock that settles
   *   waits for such timers, but not for other ones, such as the next status message.
   */
  after(delayMs: number, task: () => void, options?: { isTransit?: boolean }): Timer
  /**
   * Stops lab time during work that no timer stands for, such as a query or bytes on a socket. Lab time stands still until
   * every hold is released.
   * @param options.isOutside a server outside the lab does the work. It lives in real time, so a paced clock does not stop, but
   *   runs no faster than real time meanwhile.
   * @returns a function that releases the hold; further calls do nothing
   */
  hold(options?: { isOutside?: boolean }): () => void
  /** Bytes in flight on connections whose two ends are both in this lab. */
  readonly flight: Flight
}

export interface Timer {
  cancel(): void
}

/** See {@link createFlight}. */
export interface Flight {
  /** Starts counting a connection whose two ends are both in this lab. The end that connected calls this before it writes. */
  track(connection: Connection): void
  /** This end has written `bytes` to the connection. */
  sent(connection: Connection, bytes: number): void
  /** This end has received and handled `bytes`. */
  received(connection: Connection, bytes: number): void
  /** The connection is gone, and its bytes in flight are lost. */
  forget(connection: Connection): void
}

/** Names a connection from one end: `net.Socket` has both. */
export interface Connection {
  readonly localPort?: number | undefined
  readonly remotePort?: number | undefined
}

/** The promise form of {@link Clock.after}. */
export function delay(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve)
  })
}

/** Keeps lab time still until `work` has settled. */
export async function holding<T>(clock: Clock, work: Promise<T>): Promise<T> {
  const release = clock.hold()
  try {
    return await work
  } finally {
    release()
  }
}

/**
 * The machine's own time, for the few things that do not follow lab time: the validity of certificates (which
 * `node:tls` judges by the machine's clock) and the pace of a screen.
 */
export function systemTime(): number {
  return Date.now()
}
