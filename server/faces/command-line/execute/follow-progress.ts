import { createRealClock } from '../../../clock/index.ts'
import type { Progress } from '../../../scenario/index.ts'

const lookEveryMs = 200

/** Reports the lab time of a run five times a second of real time, so that people see a long `wait` pass. */
export function followProgress(report: (atMs: number) => void): {
  start(look: () => Progress): void
  stop(): void
} {
  const clock = createRealClock()
  let timer = { cancel() {} }
  return {
    start(look) {
      const next = () => {
        report(look().atMs)
        timer = clock.after(lookEveryMs, next)
      }
      timer = clock.after(lookEveryMs, next)
    },
    stop: () => timer.cancel(),
  }
}
