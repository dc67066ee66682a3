import { useEffect, useState } from 'react'
import { z } from 'zod'

/** What the trainer of a class has written to this seat. */
export type SeatMessage = z.output<typeof seatMessage>
const seatMessage = z.object({ number: z.int(), text: z.string() })

/**
 * Follows what the trainer writes, which does not come from the lab: a lab knows nothing of the class around it.
 * @returns the message that has not been put away yet, and what puts it away, in all windows of the seat
 */
export function useSeatMessage(): { message: SeatMessage | null; putAway(): void } {
  const [message, setMessage] = useState<SeatMessage | null>(null)
  useEffect(() => {
    const source = new EventSource(addressOf({}))
    source.addEventListener('message', ({ data }) => setMessage(read(data)))
    return () => source.close()
  }, [])
  return {
    message,
    putAway() {
      if (message === null) return
      setMessage(null)
      // Should it not arrive, the message is shown again once the page is loaded again.
      void fetch(addressOf({ read: String(message.number) }), { method: 'POST' }).catch(() => null)
    },
  }
}

function read(data: unknown): SeatMessage | null {
  try {
    return seatMessage.nullable().safeParse(JSON.parse(String(data))).data ?? null
  } catch {
    return null
  }
}

function addressOf(more: Readonly<Record<string, string>>): string {
  const token = new URLSearchParams(window.location.search).get('token') ?? ''
  return `/messages?${new URLSearchParams({ token, ...more })}`
}
