/** Loaded into the process of the lab with `--import`: tells the soak every few seconds what the process costs. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** One reading. Delays are those since the start, in ms. */
export interface Reading {
  rss: number
  heapUsed: number
  /** What V8 has of the system for its heap, used or not. */
  heapTotal: number
  /** Bytes in buffers, outside V8's heap. */
  buffers: number
  cpuMs: number
  delayMs: { p99: number; p999: number; max: number }
}

const readingIntervalMs = 5_000
const resolutionMs = 10
const nanosecondsPerMs = 1e6

if (process.send) {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  // What the start costs does not count: the soak begins when the program says that it is ready.
  process.once('message', () => {
    delays.enable()
    const timer = setInterval(report, readingIntervalMs)
    timer.unref()
  })
  process.channel?.unref()
  // A lab whose soak is gone ends as it does when somebody stops it.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))

  function report(): void {
    const { rss, heapUsed, heapTotal, arrayBuffers } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    // The histogram counts the time from one tick to the next, which is the resolution plus the delay.
    const ms = (nanoseconds: number) => Math.max(0, nanoseconds / nanosecondsPerMs - resolutionMs)
    const delayMs = {
      p99: ms(delays.percentile(99)),
      p999: ms(delays.percentile(99.9)),
      max: ms(delays.max),
    }
    process.send?.({
      ...{ rss, heapUsed, heapTotal, buffers: arrayBuffers },
      cpuMs: (user + system) / 1_000,
      delayMs,
    } satisfies Reading)
  }
}
