import { z } from 'zod'
import { followLog, formatLogLine } from '../../log/index.ts'
import { fillInHandheld } from '../handheld-names.ts'
import { boundsOf, countKeys, inOrder, isWithin } from './counted.ts'
import { expectationKind, type FollowedRun, type Moment } from './expectation-kind.ts'

/** Maximum number of log lines that a run keeps; a further one drops the oldest. */
const mostLines = 200_000
const shownLines = 5

const expectedLog = z.union([
  z.string().min(1),
  inOrder(z.strictObject({ text: z.string().min(1).describe('Part of a line'), ...countKeys })),
])

export const log = expectationKind({
  schema: expectedLog,
  description:
    'Part of a line of the log so far, whatever its case, or how many lines have it; lines begin with the component, such as BBIM',
  example: 'BBIM [30201]',
  start: keepLog,
})

/** Keeps the log of a run, as lines such as `BBIM [30201] (11/25 09:00:00.000):{0x18CC} …`. */
function keepLog({ api, startMs, timeZone, repeatable }: FollowedRun) {
  const lines: string[] = []
  /** How many of the oldest lines have been dropped. */
  let dropped = 0
  /** How many lines there had been at each mark. */
  const marks = new Map<string, number>()
  const stop = followLog(api, startMs, (line) => {
    lines.push(repeatable(`${line.component} ${formatLogLine(line, timeZone)}`))
    if (lines.length > 2 * mostLines) dropped += lines.splice(0, lines.length - mostLines).length
  })
  return {
    differences(value: z.output<typeof expectedLog>, { each, since }: Pick<Moment, 'each' | 'since'>) {
      const { text: written, ...bounds } = typeof value === 'string' ? { text: value } : value
      const text = fillInHandheld(written, each)
      const sought = text.toLowerCase()
      const from = since === null ? 0 : Math.max(0, (marks.get(since) ?? 0) - dropped)
      const counted = from === 0 ? lines : lines.slice(from)
      const having = counted.filter((line) => line.toLowerCase().includes(sought))
      const wanted = boundsOf(bounds)
      if (isWithin(having.length, wanted)) return []
      const after = since === null ? '' : ` since ${since}`
      const message =
        typeof value === 'string'
          ? `expected a line of the log${after} with ${JSON.stringify(text)}, found none in ${counted.length} lines`
          : `expected ${wanted.words} lines of the log${after} with ${JSON.stringify(text)}, found ${having.length} of ${counted.length}`
      return [{ path: [], message, handheld: null, flows: [], nearest: () => near(counted, having, sought) }]
    },
    mark(name: string) {
      marks.set(name, dropped + lines.length)
    },
    stop,
  }
}

/** The lines that have the text, or else those that come nearest, for a message. */
function near(counted: readonly string[], having: readonly string[], sought: string): string {
  if (counted.length === 0) return ''
  const nearest = having.length > 0 ? [] : nearestLines(counted, sought)
  const heading = nearest.length > 0 ? 'the nearest' : 'the latest'
  const shown = nearest.length > 0 ? nearest : (having.length > 0 ? having : counted).slice(-shownLines)
  return `; ${heading}:${shown.map((line) => `\n    ${line}`).join('')}`
}

/** The lines that have most of the words, oldest first; none where no line has any. @param sought in lower case */
function nearestLines(lines: readonly string[], sought: string): readonly string[] {
  const words = [...new Set(sought.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1))]
  let most = 0
  let nearest: string[] = []
  for (const line of lines) {
    const text = line.toLowerCase()
    const count = words.filter((word) => text.includes(word)).length
    if (count === 0 || count < most) continue
    if (count > most) nearest = []
    most = count
    nearest.push(line)
    if (nearest.length > shownLines) nearest.shift()
  }
  return nearest
}
