import type { Clock } from './clock.ts'

/** How long a server outside the lab may be silent, in real time, before lab time passes without it. Invented. */
const patienceMs = 10_000

/**
 * As {@link Clock.hold}, for somebody outside the lab, who may never answer: it lets go by itself in the end, so that the
 * lab's own timeouts strike.
 * @param onImpatient told when it does
 * @returns releases the hold
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
