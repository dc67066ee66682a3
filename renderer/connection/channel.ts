import type { ClientMessage } from '#contract'

/**
 * `lost`: nobody answers, and the page tries again. `refused`: a lab answers that does not know the page's token. `ended`: a lab in
 * a process of its own is no longer there.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused' | 'ended'

/** Carries messages to the lab and back, and knows nothing of what they mean. */
export interface Channel {
  /** @returns false when there is no connection to send over */
  send(message: ClientMessage): boolean
  /** Calls the listener with every message that arrives, not validated. */
  onMessage(listener: (message: unknown) => void): void
  /** Calls the listener with the present state at once, then with each change. */
  onState(listener: (state: ConnectionState) => void): void
}
