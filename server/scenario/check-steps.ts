import type { KeyPath, Report, Roster } from '../files/index.ts'
import { CheckScope } from './check-scope.ts'
import { actionsOf, blocksOf, type Step, stepKindNames } from './steps/index.ts'
import { handheldsWithin } from './unroll-steps.ts'

/** Checks beyond the schema of a step: unknown names. */
export function checkSteps(steps: readonly Step[], roster: Roster, report: Report): void {
  checkList(steps, ['steps'], CheckScope.of(roster, report))
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
    checkList(block.steps, [...path, block.kind, 'steps'], scope.within(handhelds))
  }
}
