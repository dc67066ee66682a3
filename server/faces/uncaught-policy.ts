import { systemTime } from '../clock/index.ts'

/** More than so many within so long, in real time, are no accident: the lab is of no use any more. */
const mostFaults = 20
const withinMs = 10_000

/** The ground itself is gone: a damaged database would be damaged further, and without memory nothing works. */
const beyondRepair = /^(?:SQLITE_(?:CORRUPT|NOTADB|IOERR)|ENOMEM|ERR_INTERNAL_ASSERTION)/

/**
 * The last line of defence: decides what becomes of an exception that nobody caught. It has ended one callback, of a timer, a
 * socket or a promise. What that was about may be stuck, and ends by its own timeouts; everybody else's work is as it was. So
 * the lab goes on, and the fault is told. It ends where going on would not be safe: with a damaged database, without memory,
 * and where fault follows fault.
 *
 * @param tell tells of a fault after which the lab goes on
 * @param end ends the process
 */
export function createLastLine(options: {
  tell(thrown: unknown): void
  end(thrown: unknown): void
}): (thrown: unknown) => void {
  let times: number[] = []
  return (thrown) => {
    const now = systemTime()
    times = [...times.filter((time) => now - time < withinMs), now]
    if (times.length > mostFaults || beyondRepair.test(codeOf(thrown))) return options.end(thrown)
    try {
      options.tell(thrown)
    } catch {
      options.end(thrown)
    }
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}
