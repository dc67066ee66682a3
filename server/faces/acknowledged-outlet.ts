import type { ServerMessage } from '#contract'
import { DrainWaiters, type Outlet } from './outlet.ts'

/** More messages than a page that works leaves unread, also one that is busy for a second. */
const mostUnread = 1_000

export interface AcknowledgedOutlet extends Outlet {
  /** The face has read all messages up to this number. */
  acknowledge(number: number): void
  /** The face is gone. */
  close(): void
}

/**
 * An outlet over a channel that takes any number of messages and does not tell how many wait, such as Electron's IPC: the face
 * acknowledges what it has read.
 * @param post sends a message with its number, from 1
 */
export function createAcknowledgedOutlet(
  post: (message: ServerMessage, number: number) => void,
): AcknowledgedOutlet {
  let sent = 0
  let read = 0
  const waiters = new DrainWaiters()

  return {
    send(message) {
      sent += 1
      post(message, sent)
    },
    isBehind: () => sent - read >= mostUnread,
    drained: () => (sent === read ? Promise.resolve() : waiters.wait()),
    acknowledge(number) {
      read = Math.max(read, Math.min(number, sent))
      if (read === sent) waiters.resolveAll()
    },
    close() {
      read = sent
      waiters.resolveAll()
    },
  }
}
