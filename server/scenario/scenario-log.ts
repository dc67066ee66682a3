import type { LabApi } from '#contract'
import { followLog, formatLogLine } from '../log/index.ts'
import type { Mismatch } from './expectations.ts'
import { spell } from './handheld-names.ts'
import { repeatableText } from './repeatable-text.ts'
import type { Scenario } from './scenario.ts'
import type { Expectation, Step } from './steps.ts'

/** Lines that a run keeps to look for what is expected; the oldest go first. */
const mostLines = 200_000
const shownLines = 5

/** The log of one run, kept only where the scenario expects something of it. */
export interface ScenarioLog {
  /** `BBIM [30201] (11/25 09:00:00.000):{0x18CC} …`, oldest first. */
  readonly lines: readonly string[]
  stop(): void
}

export function keepLog(scenario: Scenario, api: LabApi, startMs: number): ScenarioLog {
  const lines: string[] = []
  if (!expectsLog(scenario.steps)) return { lines, stop() {} }
  const shown = repeatableText(scenario.lab)
  const stop = followLog(api, startMs, (line) => {
    lines.push(shown(`${line.component} ${formatLogLine(line)}`))
    if (lines.length > 2 * mostLines) lines.splice(0, lines.length - mostLines)
  })
  return { lines, stop }
}

/** `log: TEXT`: some line so far contains the text, whatever its case. */
export function logMismatches(
  expected: Expectation,
  lines: readonly string[],
  each: string | null,
): Mismatch[] {
  if (expected.log === undefined) return []
  const log = spell(expected.log, each)
  const wanted = log.toLowerCase()
  if (lines.some((line) => line.toLowerCase().includes(wanted))) return []
  const latest = lines.slice(-shownLines).map((line) => `\n    ${line}`)
  return [
    {
      path: ['expect', 'log'],
      message: `expected a line of the log with ${JSON.stringify(log)}, found none in ${lines.length} lines; the latest:${latest.join('')}`,
      handheld: null,
    },
  ]
}

function expectsLog(steps: readonly Step[]): boolean {
  return steps.some(
    ({ expect, repeat, each }) =>
      expect?.log !== undefined || expectsLog(repeat?.steps ?? []) || expectsLog(each?.steps ?? []),
  )
}
