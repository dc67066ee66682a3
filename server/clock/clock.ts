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
   * @param options.isBeside the timer belongs to somebody who watches the lab or acts on it, and changes nothing in it. It does not
   *   count in {@link LabClock.ran}.
   */
  after(delayMs: number, task: () => void, options?: TimerOptions): Timer
  /**
   * Stops lab time during work that no timer stands for, such as a query or bytes on a socket. Lab time stands still until
   * every hold is released.
   * @param options.isOutside a server outside the lab does the work. It lives in real time, so a paced clock does not stop, but
   *   runs no faster than real time meanwhile.
   * @param options.isEndless the work may take as long as it likes on a slow machine. Otherwise a paced clock that has seen nothing
   *   happen for long goes on without it.
   * @returns a function that releases the hold; further calls do nothing
   */
  hold(options?: HoldOptions): () => void
  /** Bytes in flight on connections whose two ends are both in this lab. */
  readonly flight: Flight
}

export interface HoldOptions {
  isOutside?: boolean
  isEndless?: boolean
}

export interface TimerOptions {
  isTransit?: boolean
  isBeside?: boolean
}

export interface Timer {
  cancel(): void
}

/** The clock of a whole lab. Somebody outside may act on the lab at a position of it, and come to the same position again. */
export interface LabClock extends Clock {
  /** A counter that changes with every event in the lab that the clock knows of. */
  activity(): number
  /** Number of timers that have run: with the lab time, an exact position, even among the timers of one millisecond. */
  readonly ran: number
  /**
   * Resolves when somebody outside may act on the lab: no exchange is in flight, and every timer that is due has run. Turns are
   * given one at a time, so that the same actions at the same positions lead to the same state.
   */
  turn(): Promise<void>
  /**
   * Runs timers until so many have run, then moves to a lab time, as fast as the machine can. Where that cannot be, it runs every
   * timer up to that time. Without `ran`, it runs every timer up to that time.
   * @returns whether it came to exactly that position
   */
  passTo(labMs: number, ran?: number): Promise<boolean>
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

/** The same clock, for somebody who watches the lab or acts on it: see {@link Clock.after}. */
export function besideLab(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    after: (delayMs, task, options) => clock.after(delayMs, task, { ...options, isBeside: true }),
    hold: (options) => clock.hold(options),
    flight: clock.flight,
  }
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
