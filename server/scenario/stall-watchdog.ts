import { Failure } from '../base/index.ts'
import { createRealClock, type VirtualClock } from '../clock/index.ts'

/** Somebody ended the run before the scenario had ended. */
export class Interrupted extends Failure<'interrupted'> {
  constructor() {
    super('interrupted', {})
  }
}

const lookEveryMs = 5_000
const longestStandstillMs = 60_000

/**
 * Waits for `work`, unless the lab has given no sign of life for a minute of real time: then something that is under way never
 * arrives, and waiting longer would help nobody.
 * @param end ends the waiting too
 * @throws {Interrupted} once `end` says so
 */
export async function unlessStalled<T>(clock: VirtualClock, work: Promise<T>, end?: AbortSignal): Promise<T> {
  const real = createRealClock()
  let last = clock.activity()
  let stillMs = 0
  let timer = { cancel() {} }
  let stopListening = () => {}
  const still = new Promise<never>((_, reject) => {
    const look = () => {
      stillMs = clock.activity() === last ? stillMs + lookEveryMs : 0
      last = clock.activity()
      if (stillMs < longestStandstillMs) timer = real.after(lookEveryMs, look)
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
