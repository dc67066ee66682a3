import { useEffect, useRef, useState } from 'react'
import type { HandheldView, MessengerView } from '#contract'
import { wordsNow } from '../words/words.ts'
import { useRun } from './lab.tsx'
import { useLabStore } from './lab-store.ts'
import { latestWins } from './latest-wins.ts'

export interface MessengerContents {
  view: MessengerView
  /** The SIP address whose conversation is in the view; null: none. */
  with: string | null
}

/**
 * The contents of a handheld's collaboration client. Requests them while the client is in sight, and again whenever the lab
 * says that they changed.
 * @param sipAddress whose conversation is open, or null
 */
export function useMessenger(
  handheld: HandheldView,
  sipAddress: string | null,
  isInSight: boolean,
): { messenger: MessengerContents | null; hasFailed: boolean; retry: () => void } {
  const run = useRun()
  const isConnected = useLabStore((state) => state.connection === 'open')
  const [messenger, setMessenger] = useState<MessengerContents | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const known = useRef<{ revision: number; with: string | null } | null>(null)
  const { name, messengerRevision } = handheld

  const [want] = useState(() =>
    latestWins(async (wish: { with: string | null }) => {
      const view = await run(wordsNow().page.messenger.messagesOf(name), 'handheld.messenger', {
        name,
        with: wish.with,
      })
      setHasFailed(view === undefined)
      if (view === undefined) return
      known.current = { revision: view.revision, with: wish.with }
      setMessenger({ view, with: wish.with })
    }),
  )

  useEffect(() => {
    // After a reconnection this may be another lab, so request everything again.
    if (!isConnected) known.current = null
  }, [isConnected])

  useEffect(() => {
    if (!isInSight || !isConnected) return
    const isKnown = known.current?.revision === messengerRevision && known.current.with === sipAddress
    if (!isKnown) want({ with: sipAddress })
  }, [want, isInSight, isConnected, messengerRevision, sipAddress])

  return { messenger, hasFailed, retry: () => want({ with: sipAddress }) }
}
