import { z } from 'zod'
import { type FlowStepView, type FlowView, stepOutcomes } from '#contract'
import { sentence } from '#words'
import { english } from '../english.ts'
import { fillInHandheld } from '../handheld-names.ts'
import { handheldName } from '../schema-parts.ts'
import { expectationKind, type Moment } from './expectation-kind.ts'
import { latestLogin } from './latest-login.ts'

const expectedStep = z.strictObject({
  handheld: handheldName.optional().describe('Whose latest login is meant; the latest of all, unless told'),
  step: z
    .union([z.string().min(1), z.int()])
    .transform(String)
    .describe('Number of the step in the process flow, such as 4d'),
  outcome: z
    .enum(stepOutcomes)
    .optional()
    .describe('done: it happened; skipped: it did not apply; refused: the login ended here'),
  code: z
    .enum(Object.keys(english.stepDetails), { error: 'the code of a step, such as credentials-refused' })
    .optional()
    .describe('Code of its detail, such as credentials-refused'),
  detail: z.string().min(1).optional().describe('Part of the sentence of its detail, in English'),
})

/** A step of the latest login. */
export const flow = expectationKind({
  schema: expectedStep,
  description: 'A step of the latest login, and what became of it',
  example: { handheld: 'alice', step: '4d', outcome: 'refused', code: 'credentials-refused' },
  check({ handheld }, path, scope) {
    if (handheld !== undefined) scope.checkHandheld(handheld, [...path, 'handheld'])
  },
  start(run) {
    /** For each mark, the logins that there were, and its time. */
    const marks = new Map<string, { atMs: number; flows: ReadonlySet<string> }>()
    return {
      async differences(expected, now) {
        const name = expected.handheld === undefined ? null : fillInHandheld(expected.handheld, now.each)
        const mark = now.since === null ? undefined : marks.get(now.since)
        const login = await latestLogin(name, now, run)
        const isCounted = ({ at }: FlowStepView) =>
          mark === undefined || login === null || !mark.flows.has(login.id) || at > mark.atMs
        const message = difference(expected, login, isCounted, now)
        if (message === null) return []
        const whose = name === null ? 'the latest login' : `the latest login of ${name}`
        const after = now.since === null ? '' : ` since ${now.since}`
        const steps = now.snapshot.processFlow.steps.map(({ id }) => id)
        const told = { path: [], message: `expected of ${whose}${after} ${message}`, handheld: name }
        if (steps.includes(expected.step)) return [told]
        // No login can have it, so its absence proves nothing either.
        return [{ ...told, isError: true, message: `${told.message}; steps are ${steps.join(', ')}` }]
      },
      mark(name, { snapshot }) {
        marks.set(name, { atMs: snapshot.at, flows: new Set(snapshot.flows.map(({ id }) => id)) })
      },
    }
  },
})

type ExpectedStep = z.output<typeof expectedStep>

/** @returns what differs, in words that follow "expected of the latest login"; null if nothing does */
function difference(
  { step, outcome, code, detail }: ExpectedStep,
  login: FlowView | null,
  isCounted: (step: FlowStepView) => boolean,
  now: Moment,
): string | null {
  const wanted = `step ${step}${outcome === undefined ? '' : ` ${outcome}`}`
  if (login === null) return `${wanted}, found no login`
  const found = login.steps.findLast((one) => one.step === step && isCounted(one))
  if (!found) {
    const last = login.steps.findLast(isCounted)
    const reached = last
      ? `it came as far as step ${last.step} (${last.outcome}: ${inWords(last)})`
      : `it has no step${now.since === null ? '' : ' since then'}`
    return `${wanted}, found no such step: ${reached}`
  }
  const words = inWords(found)
  const shown = `${found.outcome}, ${found.detail.code}: ${words}`
  if (outcome !== undefined && found.outcome !== outcome) return `${wanted}, found ${shown}`
  if (code !== undefined && found.detail.code !== code) return `${wanted} with code ${code}, found ${shown}`
  if (detail !== undefined && !words.toLowerCase().includes(detail.toLowerCase())) {
    return `${wanted} with ${JSON.stringify(detail)} in its detail, found ${shown}`
  }
  return null
}

function inWords({ detail }: FlowStepView): string {
  return sentence(english.stepDetails, detail)
}
