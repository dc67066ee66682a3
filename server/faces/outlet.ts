import type { ServerMessage } from '#contract'

/** Where the API session of a face sends its messages. What waits there for a slow face is bounded by the session. */
export interface Outlet {
  send(message: ServerMessage): void
  /** Whether so much waits for the face that it should get a newer snapshot instead of further events. */
  isBehind(): boolean
  /** Resolves when the face has read everything, or is gone. */
  drained(): Promise<void>
}

/** Those who wait until a face has read everything. */
export class DrainWaiters {
  #waiting: (() => void)[] = []

  wait(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  resolveAll(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
