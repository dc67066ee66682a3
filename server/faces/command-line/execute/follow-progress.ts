import { createRealClock } from '../../../clock/index.ts'
import type { Progress } from '../../../scenario/index.ts'

const everyMs = 200

/** Looks at a run now and then, and tells the lab's time there: a long `wait` is seen to pass. */
export function telling(tell: (atMs: number) => void): { start(look: () => Progress): void; stop(): void } {
  const clock = createRealClock()
  let timer = { cancel() {} }
  return {
    start(look) {
      const next = () => {
        tell(look().atMs)
        timer = clock.after(everyMs, next)
      }
      timer = clock.after(everyMs, next)
    },
    stop: () => timer.cancel(),
  }
}
