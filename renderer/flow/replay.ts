import { useEffect, useState } from 'react'
import type { FlowView } from '#contract'

/** The pause between two steps: long enough for a presenter to explain each. */
const stepMs = 900

/** Replays a login at a pace that people can follow; the login itself takes milliseconds. */
export function useReplay(flow: FlowView | undefined): { shown: number; start: () => void } {
  const [playing, setPlaying] = useState<{ id: string; shown: number } | null>(null)
  const isPlaying = playing !== null && playing.id === flow?.id && playing.shown < flow.steps.length

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step shown sets the time of the next one
  useEffect(() => {
    if (!isPlaying) return
    const timer = setTimeout(
      () => setPlaying((now) => (now === null ? null : { ...now, shown: now.shown + 1 })),
      stepMs,
    )
    return () => clearTimeout(timer)
  }, [isPlaying, playing])

  return {
    shown: isPlaying ? playing.shown : Number.POSITIVE_INFINITY,
    start: () => {
      if (flow !== undefined) setPlaying({ id: flow.id, shown: 1 })
    },
  }
}
