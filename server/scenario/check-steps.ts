import type { KeyPath, Report, Roster } from '../files/index.ts'
import { CheckScope } from './check-scope.ts'
import { type Names, namesOf, spellings } from './handheld-names.ts'
import { actionsOf, blocksOf, type Step, stepKindNames } from './steps/index.ts'
import { handheldsWithin, nestedSteps } from './unroll-steps.ts'

/** Checks beyond the schema of a step: unknown names. */
export function checkSteps(
  steps: readonly Step[],
  roster: Roster,
  report: Report,
  warn: Report = () => {},
): void {
  const names = namesOf(roster.handhelds.map(({ name }) => name))
  checkList(steps, ['steps'], CheckScope.of(roster, marksIn(steps, names), report, warn))
}

/** The marks that steps at any depth set, as they are written and with each handheld that `$handheld` stands for. */
function marksIn(steps: readonly Step[], names: Names): ReadonlySet<string> {
  const marks = new Set<string>()
  for (const { step, handhelds } of nestedSteps(steps, names)) {
    if (step.mark === undefined || marks.has(step.mark)) continue
    marks.add(step.mark)
    for (const spelling of spellings(step.mark, handhelds)) marks.add(spelling)
  }
  return marks
}

function checkList(steps: readonly Step[], path: KeyPath, scope: CheckScope): void {
  if (steps.length === 0) scope.report(path, 'expected at least one step')
  for (const [index, step] of steps.entries()) checkStep(step, [...path, index], scope)
}

function checkStep(step: Step, path: KeyPath, scope: CheckScope): void {
  const actions = actionsOf(step)
  const blocks = blocksOf(step)
  const found = new Set([...actions, ...blocks].map(({ kind }) => kind))
  const kinds = stepKindNames.filter((kind) => found.has(kind))
  const [kind, second] = kinds
  if (kind === undefined) {
    if (step.mark !== undefined) return
    scope.report(path, `expected one of the kinds of step: ${stepKindNames.join(', ')}`)
    return
  }
  if (second !== undefined) {
    scope.report([...path, second], `expected one kind in each step, found ${kinds.join(' and ')}`, 'key')
  }
  for (const action of actions) action.check(path, scope)
  for (const block of blocks) {
    const handhelds = handheldsWithin(block, scope.each, scope.handhelds)
    block.check(path, scope, handhelds)
    // It has been reported why it could not be read.
    if (block.kind === 'include' && step.include?.content === null) continue
    checkList(block.steps, [...path, ...block.path], scope.within(handhelds))
  }
}
