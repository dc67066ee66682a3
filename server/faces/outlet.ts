import type { ServerMessage } from '#contract'

/** Where the API session of a face sends its messages. What waits there for a slow face is bounded by the session. */
export interface Outlet {
  send(message: ServerMessage): void
  /** Whether so much waits for the face that it should get a newer snapshot instead of further events. */
  isBehind(): boolean
  /** Resolves when the face has read everything, or is gone. */
  drained(): Promise<void>
}
