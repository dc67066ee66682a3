import { startTransition, useEffect, useState } from 'react'

/** The window stands, so that people may be at work in it. Before, all comes at once: nobody waits less for a part than for the whole. */
let stands = false
const waiting = new Set<() => void>()

/** About a frame. It is a timer, since a page that nobody sees has no frames. */
const apartMs = 16

/**
 * Whether something large may be drawn now. Where several come at the same time, as when a presentation ends, they take turns, so
 * that keys and clicks are answered in between.
 */
export function useIsItsTurn(): boolean {
  const [isItsTurn, setIsItsTurn] = useState(!stands)
  useEffect(() => {
    stands = true
    if (isItsTurn) return
    const draw = () => startTransition(() => setIsItsTurn(true))
    waiting.add(draw)
    if (waiting.size === 1) setTimeout(next)
    return () => {
      waiting.delete(draw)
    }
  }, [isItsTurn])
  return isItsTurn
}

function next(): void {
  const [draw] = waiting
  if (draw === undefined) return
  waiting.delete(draw)
  draw()
  if (waiting.size > 0) setTimeout(next, apartMs)
}
