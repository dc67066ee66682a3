import { useEffect, useState } from 'react'

/** Whole minutes of the machine's time since a moment; until another one, where that has come. Nobody is hurried by seconds. */
export function useMinutes(since: number, until: number | null): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (until !== null) return
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [until])
  return Math.max(0, Math.floor(((until ?? now) - since) / 60_000))
}
