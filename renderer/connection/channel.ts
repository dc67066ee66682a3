import type { ClientMessage } from '#contract'

export type ConnectionState = 'connecting' | 'open' | 'lost'

/** Carries messages to the lab and back, and knows nothing of what they mean. */
export interface Channel {
  /** @returns false when there is no connection to send over */
  send(message: ClientMessage): boolean
  /** Hears everything that arrives, unchecked. */
  onMessage(listener: (message: unknown) => void): void
  /** Hears the present state at once, then each change. */
  onState(listener: (state: ConnectionState) => void): void
}
