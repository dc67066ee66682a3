import { useEffect, useRef, useState } from 'react'
import { type LabApi, mostTimeGroups, TellingEvents, type TimeLineView } from '#contract'
import { useLabStore } from '../store/lab-store.ts'
import { latestWins } from '../store/latest-wins.ts'
import { keeperOfPast } from '../store/look-back.ts'
import type { ViewRange } from './view-range.ts'

/** Minimum time between two looks at the marks while the lab works. */
const lookMs = 1_000

/**
 * The marks in a piece of time. They are read again when the piece changes, and when something happened that has a mark; while
 * nothing does, nothing is read and nothing is drawn.
 * @param places number of places in each lane
 * @returns undefined until they are read, null where the lab keeps no past
 */
export function useTimeLine(range: ViewRange | null, places: number): TimeLineView | null | undefined {
  const [line, setLine] = useState<TimeLineView | null>()
  const asked = useRef({ range, places })
  asked.current = { range, places }
  const look = useRef<((wish: null) => void) | null>(null)
  const connection = useLabStore((state) => state.connection)

  useEffect(() => {
    let isGone = false
    look.current = latestWins(async () => {
      const { places: wanted, range: piece } = asked.current
      const read = await keeperOfPast()
        ?.call('past.timeLine', {
          from: piece?.from ?? null,
          to: piece?.to ?? null,
          places: Math.max(1, Math.min(mostTimeGroups, wanted)),
        })
        .catch(() => null)
      if (!isGone) setLine((before) => (isSame(before, read ?? null) ? before : (read ?? null)))
    })
    const keeper = keeperOfPast()
    const stop = keeper === null ? () => {} : whenTelling(keeper, () => look.current?.(null))
    return () => {
      isGone = true
      stop()
    }
  }, [])

  const { from, to } = range ?? { from: null, to: null }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the piece of time is read from the reference when it is asked for
  useEffect(() => {
    if (connection === 'open') look.current?.(null)
  }, [from, to, places, connection])
  return line
}

/** Calls `tell` after an event that has a mark, at most once in a while. */
function whenTelling(lab: Pick<LabApi, 'subscribe'>, tell: () => void): () => void {
  let telling: TellingEvents | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = lab.subscribe((event) => {
    const { snapshot } = useLabStore.getState()
    if (snapshot === null) return
    telling ??= new TellingEvents(snapshot)
    const told = telling.read(event)
    if (told === null || told.length === 0) return
    timer ??= setTimeout(() => {
      timer = undefined
      tell()
    }, lookMs)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}

/** What differs only in the time at which it was read needs no drawing. */
function isSame(one: TimeLineView | null | undefined, other: TimeLineView | null): boolean {
  if (one === null || one === undefined || other === null) return one === other
  return JSON.stringify({ ...one, now: 0, seq: 0 }) === JSON.stringify({ ...other, now: 0, seq: 0 })
}
