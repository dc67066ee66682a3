import type { Clock } from './clock.ts'
import { noFlight } from './flight.ts'

/** Node's timers hold 31 bits of milliseconds; a longer delay would fire at once. */
const longestDelayMs = 2 ** 31 - 1

const nothing = () => {}

/** The machine's time, as it passes. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    after(delayMs, task) {
      let handle: NodeJS.Timeout
      const arm = (leftMs: number) => {
        const stepMs = Math.min(leftMs, longestDelayMs)
        handle = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : task()), Math.max(0, stepMs))
        handle.unref()
      }
      arm(delayMs)
      return { cancel: () => clearTimeout(handle) }
    },
    hold: () => nothing,
    flight: noFlight,
  }
}
