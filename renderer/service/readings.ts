import { formatDuration, parseTypedDuration } from '#contract'
import type { Reading } from './setting.tsx'

const countProblem = 'A whole number from 1 to 1,000,000.'
const durationProblem = 'A duration such as 90s, 5m or 2h.'

/** Words that people type for "no value"; an empty field says it too. */
const nothing = new Set(['', 'none', 'null', 'not configured', 'off'])

function saysNothing(text: string): boolean {
  return nothing.has(text.trim().toLowerCase())
}

export function readCount(text: string): Reading<number> {
  const count = Number(text.trim())
  const isCount = /^\d+$/.test(text.trim()) && count >= 1 && count <= 1_000_000
  return isCount ? { value: count } : { problem: countProblem }
}

export function readOptionalCount(text: string): Reading<number | null> {
  if (saysNothing(text)) return { value: null }
  const reading = readCount(text)
  return 'problem' in reading ? { problem: `${countProblem} Empty: not configured.` } : reading
}

export function readDuration(leastMs: number): (text: string) => Reading<number> {
  return (text) => {
    const durationMs = parseTypedDuration(text)
    if (durationMs === null) return { problem: durationProblem }
    if (durationMs < leastMs) return { problem: `At least ${formatDuration(leastMs)}.` }
    return { value: durationMs }
  }
}

export function readOptionalDuration(text: string): Reading<number | null> {
  if (saysNothing(text)) return { value: null }
  const reading = readDuration(1)(text)
  return 'problem' in reading ? { problem: `${reading.problem} Empty: not configured.` } : reading
}

export function writeOptionalDuration(durationMs: number | null): string {
  return durationMs === null ? '' : formatDuration(durationMs)
}

export function writeOptionalCount(count: number | null): string {
  return count === null ? '' : String(count)
}
