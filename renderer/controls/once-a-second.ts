import { useEffect, useRef, useState } from 'react'

/** The latest value, at most once a second: for work that would be too much, or too restless, at each event. */
export function useOnceASecond<T>(value: T): T {
  const [shown, setShown] = useState(value)
  const latest = useRef(value)
  useEffect(() => {
    latest.current = value
  })
  useEffect(() => {
    const timer = setInterval(() => setShown(latest.current), 1_000)
    return () => clearInterval(timer)
  }, [])
  return shown
}
