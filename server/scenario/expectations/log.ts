import { z } from 'zod'
import { followLog, formatLogLine } from '../../log/index.ts'
import { fillInHandheld } from '../handheld-names.ts'
import { expectationKind, type FollowedRun } from './expectation-kind.ts'

/** Maximum number of log lines that a run keeps; a further one drops the oldest. */
const mostLines = 200_000
const shownLines = 5

export const log = expectationKind({
  schema: z.string().min(1),
  description:
    'Part of a line of the log so far, whatever its case; lines begin with the component, such as BBIM',
  example: 'BBIM [30201]',
  start: keepLog,
})

/** Keeps the log of a run, as lines such as `BBIM [30201] (11/25 09:00:00.000):{0x18CC} …`. */
function keepLog({ api, startMs, repeatable }: FollowedRun) {
  const lines: string[] = []
  const stop = followLog(api, startMs, (line) => {
    lines.push(repeatable(`${line.component} ${formatLogLine(line)}`))
    if (lines.length > 2 * mostLines) lines.splice(0, lines.length - mostLines)
  })
  return {
    differences(value: string, { each }: { each: string | null }) {
      const text = fillInHandheld(value, each)
      const wanted = text.toLowerCase()
      if (lines.some((line) => line.toLowerCase().includes(wanted))) return []
      const latest = lines.slice(-shownLines).map((line) => `\n    ${line}`)
      const message = `expected a line of the log with ${JSON.stringify(text)}, found none in ${lines.length} lines; the latest:${latest.join('')}`
      return [{ path: [], message, handheld: null }]
    },
    stop,
  }
}
