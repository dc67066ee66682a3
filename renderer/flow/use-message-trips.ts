import { useEffect, useState } from 'react'
import { keyedLists, type ProcessFlow, type TrafficPosition, type TrafficReader } from '#contract'
import { useLab } from '../store/lab.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { latestWins } from '../store/latest-wins.ts'
import { MessageTrips, messageFilter } from './message-trips.ts'
import type { StepMessage } from './messages-of-steps.ts'
import { travelMs } from './timetable.ts'

/** Of several messages at once the latest are drawn: people can follow no more. */
const mostFrames = 12
/** So many envelopes wait for each other at most. */
const mostEnvelopes = 24

export interface ShownTrips {
  /** Another one begins once everything has arrived. */
  id: string
  sent: readonly StepMessage[]
}

const none: ShownTrips = { id: 'messages 0', sent: [] }

/** The instant messages that cross the lab from now on. Nothing is drawn, and nothing runs, while there are none. */
export function useMessageTrips(processFlow: ProcessFlow): ShownTrips {
  const api = useLab()
  const isOpen = useLabStore(({ connection }) => connection === 'open')
  const [shown, setShown] = useState(none)

  useEffect(() => {
    if (!isOpen) return
    let isOver = false
    let reader: TrafficReader | null = null
    let position: TrafficPosition | null = null
    let next = 0
    const trips = new MessageTrips(processFlow)
    const failed = (error: unknown) =>
      console.warn('The lab does not show the messages of the diagram.', error)
    const draw = async () => {
      if (reader === null || position === null || isOver) return
      const { end } = position
      const from = Math.max(next, end - mostFrames)
      next = end
      if (from >= end || document.hidden) return
      const { rows } = await reader.rows(from, end - from)
      const sent = rows.flatMap((frame) => trips.crossings(frame, isReachable(frame.handheld)))
      if (isOver || sent.length === 0) return
      setShown((before) => ({ ...before, sent: [...before.sent, ...sent].slice(-mostEnvelopes) }))
    }
    const read = latestWins<void>(() => draw().catch(failed))
    const query = { filter: messageFilter, isOpened: true, hidesStatus: true }
    api
      .readTraffic(query, (moved) => {
        position = moved
        read()
      })
      .then((opened) => {
        if (isOver) return opened.close()
        reader = opened
        next = opened.position.end
        read()
      })
      .catch(failed)
    return () => {
      isOver = true
      reader?.close()
    }
  }, [api, isOpen, processFlow])

  const { length } = shown.sent
  useEffect(() => {
    if (length === 0) return
    const timer = setTimeout(
      () => setShown({ id: `messages ${performance.now()}`, sent: [] }),
      (length + 1) * travelMs,
    )
    return () => clearTimeout(timer)
  }, [length])
  return shown
}

function isReachable(handheld: string | null): boolean {
  const { snapshot } = useLabStore.getState()
  if (snapshot === null || handheld === null) return true
  const known = keyedLists.handhelds.get(snapshot.handhelds, handheld)
  return known === undefined || (known.isOn && known.coverage !== 'none')
}
