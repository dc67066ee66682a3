import type { Clock } from './clock.ts'

/** How long a server outside the lab may be silent, in real time, before lab time passes without it. Invented. */
const patienceMs = 10_000

/**
 * As {@link Clock.hold}, for a server outside the lab. Such a server may never answer, so the hold is released after 10 s of
 * real time, and the timeouts of the lab can expire.
 * @param onImpatient called when the hold ended by this timeout
 * @returns a function that releases the hold
 */
export function holdForOutside(clock: Clock, onImpatient: () => void = () => {}): () => void {
  const release = clock.hold({ isOutside: true })
  const handle = setTimeout(() => {
    release()
    onImpatient()
  }, patienceMs)
  return () => {
    clearTimeout(handle)
    release()
  }
}
