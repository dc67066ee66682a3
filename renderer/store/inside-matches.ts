import { useEffect, useState } from 'react'
import type { TrafficReader, TrafficRequest } from '#contract'
import { useLab } from './lab.tsx'
import { useLabStore } from './lab-store.ts'

/** After typing has rested for this long, the lab is asked. */
const restMs = 300

/**
 * How many frames match only inside the encryption. The lab counts while this is asked for, and no longer.
 * @param query must be the same object until it changes; null: nothing is counted
 */
export function useInsideMatches(query: TrafficRequest | null): number {
  const lab = useLab()
  const isConnected = useLabStore((state) => state.connection === 'open')
  const [count, setCount] = useState(0)
  useEffect(() => {
    setCount(0)
    if (query === null || !isConnected) return
    let reader: TrafficReader | null = null
    let isOver = false
    const timer = setTimeout(async () => {
      try {
        const opened = await lab.readTraffic({ ...query, isInsideOnly: true }, ({ end, first }) => {
          if (!isOver) setCount(end - first)
        })
        if (isOver) return opened.close()
        reader = opened
        setCount(opened.position.end - opened.position.first)
      } catch (error) {
        console.warn('The lab does not count what matches inside the encryption.', error)
      }
    }, restMs)
    return () => {
      isOver = true
      clearTimeout(timer)
      reader?.close()
    }
  }, [lab, query, isConnected])
  return count
}
