import { useEffect, useState } from 'react'
import type { LessonView } from '#contract'

/** Whole minutes that a lesson has taken so far. Nobody is hurried by seconds. */
export function useMinutes({ awayMs, begunAt, finishedAt: until }: LessonView): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (until !== null) return
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [until])
  return Math.max(0, Math.floor(((until ?? now) - begunAt - awayMs) / 60_000))
}
