import { systemTime } from '../clock/index.ts'

/** More uncaught exceptions than this within `withinMs` of real time, and the process ends. */
const mostFaults = 20
const withinMs = 10_000

/** Codes at which the process ends at once: going on would damage the database further, or there is no memory left. */
const fatalCodes = /^(?:SQLITE_(?:CORRUPT|NOTADB|IOERR)|ENOMEM|ERR_INTERNAL_ASSERTION)/

/**
 * Decides whether the process survives an exception that nobody caught. Such an exception has ended one callback of a timer, a
 * socket or a promise: what that callback served may be stuck until its own timeout, and everything else still works. So the
 * lab goes on and reports the exception. The process ends where going on would not be safe: with a damaged database, without
 * memory, and where exception follows exception.
 *
 * @param options.report reports an exception after which the lab goes on
 * @param options.end ends the process
 */
export function createUncaughtPolicy(options: {
  report(thrown: unknown): void
  end(thrown: unknown): void
}): (thrown: unknown) => void {
  let times: number[] = []
  return (thrown) => {
    const now = systemTime()
    times = [...times.filter((time) => now - time < withinMs), now]
    if (times.length > mostFaults || fatalCodes.test(codeOf(thrown))) return options.end(thrown)
    try {
      options.report(thrown)
    } catch {
      options.end(thrown)
    }
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}
