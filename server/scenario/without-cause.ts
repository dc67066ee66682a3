import { checkLab, type LabFileInput, labFile, objections, type Report, rosterOf } from '../files/index.ts'
import { checkSteps } from './check-steps.ts'
import type { Scenario } from './scenario.ts'
import { blocksOf, type Step } from './steps/index.ts'

/** Whether any step, at any depth, is marked as the cause of the symptom. */
function hasCause(steps: readonly Step[]): boolean {
  return steps.some((step) => step.cause === true || blocksOf(step).some((block) => hasCause(block.steps)))
}

/**
 * The scenario without its cause: steps marked `cause` do not run, and `without` is merged over the lab.
 * @param without null: the lab does not change
 * @param report called with faults of the resulting lab
 * @returns null if the scenario marks no cause, or if the resulting lab cannot be used
 */
export function withoutCause(
  scenario: Omit<Scenario, 'withoutCause'>,
  without: LabFileInput | null,
  report: Report,
): Scenario | null {
  if (without === null && !hasCause(scenario.steps)) return null
  const isLeftOut = (step: Step) => step.cause === true
  const same = { ...scenario, isLeftOut, withoutCause: null }
  if (without === null) return same
  const input = merged(scenario.lab, without)
  const faults = objections(labFile, input)
  for (const { path, text, about } of faults) report(['without', ...path], text, about)
  if (!isLab(input)) return null
  const lab = labFile.parse(input)
  checkLab(lab, (path, ...rest) => report(['without', ...path], ...rest))
  const roster = rosterOf(lab)
  const words = (text: string) => `in the lab without the cause: ${text}`
  checkSteps(scenario.steps, roster, (path, text, about) => report(path, words(text), about))
  return { ...same, lab: input, roster }
}

function isLab(input: unknown): input is LabFileInput {
  return labFile.safeParse(input).success
}

/** `over` on top of `under`: maps are merged key by key, everything else is replaced. */
function merged(under: unknown, over: unknown): unknown {
  if (!isMap(under) || !isMap(over)) return over
  const entries = Object.entries(over).map(([key, value]) => [key, merged(under[key], value)])
  return { ...under, ...Object.fromEntries(entries) }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
