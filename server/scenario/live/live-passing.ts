import type { LabApi } from '#contract'
import { besideLab, type PacedClock } from '../../clock/index.ts'
import type { Passing, StepClock } from '../step-context.ts'

/** How much lab time is jumped over at once, while something is awaited. */
const sliceMs = 100
/** Longer than a packet of a handheld is in the air. */
const arrivalMs = 1_000
/** How often in lab time an expectation looks at the lab again. */
const lookMs = 200

/** In a lab that people watch, lab time passes by itself. What only takes time is jumped over. */
export function passingLive(api: LabApi, clock: PacedClock): Passing {
  const jump = (durationMs: number) => api.call('clock.jump', { durationMs })
  return {
    async until(promise) {
      const isSettled = watchOf(promise)
      // While lab time stands still, nothing would ever arrive.
      while (!isSettled() && clock.pace.isPaused) await jump(sliceMs)
      return promise
    },
    async advance(durationMs) {
      if (durationMs > 0) await jump(durationMs)
    },
    async advanceUntil(promise, durationMs) {
      const isSettled = watchOf(promise)
      const end = clock.now() + durationMs
      while (!isSettled() && clock.now() < end) {
        await jump(Math.max(1, Math.min(end - clock.now(), Math.max(sliceMs, durationMs / 60))))
      }
    },
    // What the step has sent, such as the end of a session, arrives before the next one begins.
    settle: async () => {
      await jump(arrivalMs)
    },
  }
}

function watchOf(promise: Promise<unknown>): () => boolean {
  let isSettled = false
  const settled = () => {
    isSettled = true
  }
  promise.then(settled, settled)
  return () => isSettled
}

export function liveStepClock(clock: PacedClock): StepClock {
  return {
    now: () => clock.now(),
    watch(look) {
      let isStopped = false
      let timer = { cancel() {} }
      const again = () => {
        if (isStopped) return
        timer = besideLab(clock).after(lookMs, () => void look().finally(again))
      }
      again()
      return () => {
        isStopped = true
        timer.cancel()
      }
    },
  }
}
