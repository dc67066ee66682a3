import { formatDuration } from '#contract'
import {
  checkExpectation,
  type Expectation,
  expectation,
  hasSubjects,
  type RefusedExpectation,
} from '../expectations/index.ts'
import { type Mismatch, underKey } from '../mismatch.ts'
import type { StepContext } from '../step-context.ts'
import { shortTitle } from './short-title.ts'
import { stepKind } from './step-kind.ts'

export const expect = stepKind({
  schema: expectation,
  description: 'What must hold: now, or within a time; and what must not',
  example: { sessions: 2, handheld: { alice: 'signed-in' } },
  check: checkExpectation,
  async run(value, context) {
    const withinMs = value.within ?? value.not?.within
    return withinMs === undefined ? (await judge(value, context)).found : wait(value, withinMs, context)
  },
  title: (value) => shortTitle('expect', value, durations),
})

/** Keys whose numbers are milliseconds. `took` has its `max` in them too, but other kinds count with theirs. */
const durations = ['within']

/** `awaited`: it does not hold, but may come to. `refused`: what must not hold does. */
type Verdict = 'holds' | 'awaited' | 'refused'

interface Judgement {
  verdict: Verdict
  found: Mismatch[]
}

/** Compares the lab with an expectation, now. */
async function judge(expected: Expectation, context: StepContext): Promise<Judgement> {
  const { not } = expected
  if (not !== undefined) {
    const missing = await differences({ since: expected.since, ...not }, context)
    if (missing.length === 0) return { verdict: 'refused', found: [heldAnyway(not)] }
    // What cannot be compared is no proof that it does not hold.
    const errors = missing.filter(({ isError }) => isError === true)
    if (errors.length > 0) return { verdict: 'awaited', found: underKey('not', errors) }
  }
  const found = await differences(expected, context)
  return { verdict: found.length === 0 ? 'holds' : 'awaited', found }
}

/**
 * Judges an expectation at every event of lab time until it is decided or the time is over. Something that must not come to hold is
 * decided once it does; alone, it is watched for the whole time.
 */
async function wait(expected: Expectation, withinMs: number, context: StepContext): Promise<Mismatch[]> {
  const startMs = context.clock.now()
  const isWatch = !hasSubjects(expected)
  // Most hold already: then nothing has to be watched.
  if (!isWatch && (await judge(expected, context)).verdict === 'holds') return []
  let decided: Judgement | null = null
  let end = () => {}
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  let judged: number | null = null
  const stop = context.clock.watch(async () => {
    if (decided !== null) return false
    const changes = changesOf(expected, context)
    if (changes !== null && changes === judged) return false
    judged = changes
    const now = await judge(expected, context)
    if (now.verdict === 'awaited' || (now.verdict === 'holds' && isWatch)) return false
    decided = now
    end()
    return true
  })
  try {
    await context.advanceUntil(over, withinMs)
  } finally {
    stop()
  }
  const { verdict, found } = decided ?? (await judge(expected, context))
  if (verdict === 'holds') return []
  const tookMs = context.clock.now() - startMs
  const when =
    verdict === 'refused'
      ? `after ${formatDuration(tookMs)} of ${formatDuration(withinMs)}`
      : `not within ${formatDuration(withinMs)}`
  return found.map((one) => ({ ...one, message: `${when}: ${one.message}` }))
}

/** A number that grows whenever the judgement may have changed; null: it may at any event of lab time. */
function changesOf({ not, ...expected }: Expectation, { expectations }: StepContext): number | null {
  const changes = [expectations.changes(expected), expectations.changes(not ?? {})]
  return changes.reduce((sum, one) => (sum === null || one === null ? null : sum + one))
}

async function differences(expected: RefusedExpectation, context: StepContext): Promise<Mismatch[]> {
  const { api, each, expectations, memory } = context
  const since = expected.since === undefined ? null : context.fillInHandheld(expected.since)
  if (since !== null && !memory.marks.has(since)) {
    const message = `expected the mark ${since} to have been passed, found no step before this one that sets it`
    return [{ path: ['since'], message, handheld: null, flows: [], isError: true }]
  }
  const snapshot = await api.snapshot()
  return expectations.differences(expected, { api, snapshot, each, since, lastStatus: memory.lastStatus })
}

/** What must not hold, and does. */
function heldAnyway(not: RefusedExpectation): Mismatch {
  const message = `expected this not to hold, found that it does: ${shortTitle('', not, durations).trim()}`
  return { path: ['not'], message, handheld: null }
}
