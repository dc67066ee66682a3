import { printableLine } from '../../../base/index.ts'
import { createRealClock } from '../../../clock/index.ts'
import { spanOf } from '../report/failure-lines.ts'

/** Shows the progress of the runs: a bar on a terminal, elsewhere a line every ten seconds. */
export interface ProgressBar {
  /** Whether it is drawn at all. */
  readonly isShown: boolean
  /** Adds a run that has started. @returns functions to call on progress and at the end of the run */
  began(name: string): RunInProgress
  /** Counts a finished run, even one that was never added. */
  advance(): void
  /** Erases the bar, so that something else can be printed; the next drawing brings it back. */
  clear(): void
  stop(): void
}

interface RunInProgress {
  at(atMs: number): void
  ended(): void
}

const drawEveryMs = 200
const barWidth = 20
/** Where no bar is drawn, such as in the log of a build. */
const tellEveryMs = 10_000

/** @param total how many runs there are @param isForPrograms whether a program reads the report, so that no lines are written */
export function progressBar(total: number, terminal: NodeJS.WriteStream, isForPrograms = false): ProgressBar {
  const isShown = terminal.isTTY === true && process.env.TERM !== 'dumb'
  const clock = createRealClock()
  const running = new Map<symbol, { name: string; atMs: number }>()
  let over = 0
  let isDrawn = false
  let timer = { cancel() {} }

  const clear = () => {
    if (isDrawn) terminal.write('\r\u001b[K')
    isDrawn = false
  }
  const draw = () => {
    const filled = Math.round((barWidth * over) / Math.max(1, total))
    const bar = '#'.repeat(filled).padEnd(barWidth, '.')
    const names = [...running.values()].map(({ name, atMs }) => `${name} (${spanOf(atMs)} of lab time)`)
    // One column stays free: a full line would wrap, and could not be cleared.
    // A scenario's name comes from a file, so remove escape sequences.
    const line = printableLine(`[${bar}] ${over}/${total}  ${names.join(', ')}`).slice(
      0,
      (terminal.columns || 80) - 1,
    )
    terminal.write(`\r${line}\u001b[K`)
    isDrawn = true
    timer = clock.after(drawEveryMs, draw)
  }
  const tell = () => {
    const names = [...running.values()].map(({ name }) => name)
    terminal.write(`${printableLine(`bramble: ${over} of ${total} done; running: ${names.join(', ')}`)}\n`)
    timer = clock.after(tellEveryMs, tell)
  }
  if (isShown) timer = clock.after(drawEveryMs, draw)
  else if (!isForPrograms) timer = clock.after(tellEveryMs, tell)

  return {
    isShown,
    began(name) {
      const key = Symbol(name)
      const run = { name, atMs: 0 }
      running.set(key, run)
      return {
        at(atMs) {
          run.atMs = atMs
        },
        ended: () => running.delete(key),
      }
    },
    advance() {
      over += 1
    },
    clear,
    stop() {
      timer.cancel()
      clear()
    },
  }
}
