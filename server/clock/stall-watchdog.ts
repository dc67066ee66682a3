import { Failure } from '../base/index.ts'
import type { LabClock } from './clock.ts'
import { createRealClock } from './real-clock.ts'

/** Somebody ended the work from outside. */
export class Interrupted extends Failure<'interrupted'> {
  constructor() {
    super('interrupted', {})
  }
}

const lookEveryMs = 5_000
const longestStallMs = 60_000

/**
 * Waits for `work`, but gives up when the lab's clock has shown no activity for a minute of real time: the lab then waits for
 * something that will never arrive.
 * @param end ends the wait early
 * @throws {Interrupted} when `end` is aborted
 */
export async function unlessStalled<T>(
  clock: Pick<LabClock, 'activity'>,
  work: Promise<T>,
  end?: AbortSignal,
): Promise<T> {
  const real = createRealClock()
  let last = clock.activity()
  let stalledMs = 0
  let timer = { cancel() {} }
  let stopListening = () => {}
  const still = new Promise<never>((_, reject) => {
    const look = () => {
      stalledMs = clock.activity() === last ? stalledMs + lookEveryMs : 0
      last = clock.activity()
      if (stalledMs < longestStallMs) timer = real.after(lookEveryMs, look)
      else reject(new Failure('standstill', {}))
    }
    timer = real.after(lookEveryMs, look)
    if (!end) return
    const interrupt = () => reject(new Interrupted())
    if (end.aborted) interrupt()
    end.addEventListener('abort', interrupt, { once: true })
    stopListening = () => end.removeEventListener('abort', interrupt)
  })
  try {
    return await Promise.race([work, still])
  } finally {
    timer.cancel()
    stopListening()
  }
}
