import { useEffect, useState } from 'react'
import type { ChartsView } from '#contract'
import { useLab } from '../store/lab.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { labNow } from '../store/selectors.ts'

const lookMs = 1_000

/** What happened during the last `spanMs`, read again each second while lab time passes and somebody can see it. */
export function useCharts(spanMs: number | null): ChartsView | null {
  const api = useLab()
  const [view, setView] = useState<ChartsView | null>(null)
  useEffect(() => {
    let isGone = false
    let isReading = false
    let seen = ''
    async function look() {
      const { connection, snapshot } = useLabStore.getState()
      const now = `${snapshot?.seq} ${Math.floor(labNow() / lookMs)}`
      if (isReading || now === seen || connection !== 'open' || document.hidden) return
      isReading = true
      try {
        const read = await api.call('charts.read', { spanMs })
        seen = now
        if (!isGone) setView(read)
      } catch {
        // The connection was lost meanwhile: the next look is a second away.
      }
      isReading = false
    }
    void look()
    const timer = setInterval(() => void look(), lookMs)
    return () => {
      isGone = true
      clearInterval(timer)
    }
  }, [api, spanMs])
  return view
}
