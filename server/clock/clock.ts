/**
 * The lab's clock. Every part takes its time from here, so that a lab can run in real time, faster, or as fast as the
 * machine allows (virtual time), with the same outcome.
 */
export interface Clock {
  /** Lab time, in milliseconds since 1970 (UTC). */
  now(): number
  /**
   * Runs `task` once, `delayMs` of lab time from now.
   * @param options.isTransit the timer stands for something already under way (a packet in the air): a virtual clock that
   *   is asked to settle lets it arrive, whereas it does not wait for what is merely due later (the next status message).
   */
  after(delayMs: number, task: () => void, options?: { isTransit?: boolean }): Timer
  /**
   * Says that work is under way that no timer stands for, such as a query or bytes on a socket. Lab time stands still until
   * every hold is released.
   * @param options.isOutside a server outside the lab does the work. It lives in real time: where lab time is held back to
   *   that, it passes meanwhile as fast as real time at most.
   * @returns releases the hold; calling it twice is harmless
   */
  hold(options?: { isOutside?: boolean }): () => void
  /** Bytes under way between two ends of one connection, where both ends are inside this lab. */
  readonly flight: Flight
}

export interface Timer {
  cancel(): void
}

/** See {@link createFlight}. */
export interface Flight {
  /** Both ends of the connection are in this lab: count it. Called by the end that connected, before it writes. */
  track(connection: Connection): void
  /** `bytes` were handed to the connection at this end. */
  sent(connection: Connection, bytes: number): void
  /** `bytes` reached this end and were dealt with. */
  received(connection: Connection, bytes: number): void
  /** The connection is gone, and so is whatever was under way on it. */
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
 * The machine's own time, for the few things that live outside the lab's time: the validity of certificates (which
 * `node:tls` judges by the machine's clock) and the pace of a screen.
 */
export function systemTime(): number {
  return Date.now()
}
