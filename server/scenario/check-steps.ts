import { didYouMean, type KeyPath, nearest, type Report, type Roster } from '../files/index.ts'
import { type Names, namesOf, spellings } from './handheld-names.ts'
import { kindsOf, type Step, stepKinds } from './steps.ts'

interface Scope {
  report: Report
  handhelds: Known
  users: Known
  /** What `$handheld` stands for here: each of these in turn; null outside every `each`. */
  each: readonly string[] | null
}

interface Known {
  names: Names
  /** The first ones, for messages and guesses: a fleet has too many to compare a misspelt name with each. */
  first: readonly string[]
}

const mostGuesses = 200

/** What the schema of a step cannot see: names that nothing in this lab has. */
export function checkSteps(steps: readonly Step[], roster: Roster, report: Report): void {
  checkList(steps, ['steps'], {
    report,
    handhelds: knownOf(roster.handhelds.map(({ name }) => name)),
    users: knownOf(roster.users.map(({ id }) => id)),
    each: null,
  })
}

function knownOf(names: readonly string[]): Known {
  return { names: namesOf(names), first: names.slice(0, mostGuesses) }
}

function checkList(steps: readonly Step[], path: KeyPath, scope: Scope): void {
  if (steps.length === 0) scope.report(path, 'expected at least one step')
  for (const [index, step] of steps.entries()) checkStep(step, [...path, index], scope)
}

function checkStep(step: Step, path: KeyPath, scope: Scope): void {
  const kinds = kindsOf(step)
  const [kind, second] = kinds
  if (kind === undefined) {
    scope.report(path, `expected one of the kinds of step: ${stepKinds.join(', ')}`)
    return
  }
  if (second !== undefined) {
    scope.report([...path, second], `expected one kind in each step, found ${kinds.join(' and ')}`, 'key')
  }
  checkNames(step, path, scope)
  if (typeof step.fault === 'object' && 'kind' in step.fault && step.fault.kind === 'bandwidth') {
    const { bandwidth, rate } = step.fault
    const isTwice = bandwidth !== undefined && rate !== undefined
    if (isTwice) scope.report([...path, 'fault', 'bandwidth'], 'expected rate or bandwidth, not both', 'key')
  }
  if (step.user) checkUsers(Object.keys(step.user), [...path, 'user'], scope)
  if (step.repeat) checkList(step.repeat.steps, [...path, 'repeat', 'steps'], scope)
  if (step.each) checkEach(step.each, [...path, 'each'], scope)
}

function checkEach(each: NonNullable<Step['each']>, path: KeyPath, scope: Scope): void {
  const globs = spellings(each.handheld, scope.each)
  const names = [...new Set(globs.flatMap((glob) => scope.handhelds.names.matching(glob)))]
  if (names.length === 0) {
    scope.report([...path, 'handheld'], `no handheld of this lab matches ${JSON.stringify(each.handheld)}`)
  }
  checkList(each.steps, [...path, 'steps'], { ...scope, each: names })
}

function checkNames(step: Step, path: KeyPath, scope: Scope): void {
  if (typeof step.login === 'string') checkHandheld(step.login, [...path, 'login'], scope)
  else if (step.login) checkHandheld(step.login.handheld, [...path, 'login', 'handheld'], scope)
  if (step.logout !== undefined) checkHandheld(step.logout, [...path, 'logout'], scope)
  if (step.send) checkHandheld(step.send.from, [...path, 'send', 'from'], scope)
  for (const kind of ['coverage', 'status', 'power', 'link', 'presence'] as const) {
    for (const name of Object.keys(step[kind] ?? {})) checkHandheld(name, [...path, kind, name], scope, 'key')
  }
  if (typeof step.crafted === 'object') {
    checkHandheld(step.crafted.from, [...path, 'crafted', 'from'], scope)
    checkHandheld(step.crafted.as, [...path, 'crafted', 'as'], scope)
  }
  for (const id of Object.keys(step.desktop ?? {})) {
    checkKnown(id, scope.users, 'user', [...path, 'desktop', id], scope, 'key')
  }
  for (const id of Object.keys(step.expect?.desktop ?? {})) {
    checkKnown(id, scope.users, 'user', [...path, 'expect', 'desktop', id], scope, 'key')
  }
  for (const name of Object.keys(step.expect?.handheld ?? {})) {
    checkHandheld(name, [...path, 'expect', 'handheld', name], scope, 'key')
  }
}

function checkHandheld(name: string, path: KeyPath, scope: Scope, about: 'key' | 'value' = 'value'): void {
  checkKnown(name, scope.handhelds, 'handheld', path, scope, about)
}

function checkUsers(ids: readonly string[], path: KeyPath, scope: Scope): void {
  for (const id of ids) checkKnown(id, scope.users, 'user', [...path, id], scope, 'key')
}

function checkKnown(
  text: string,
  known: Known,
  what: string,
  path: KeyPath,
  scope: Scope,
  about: 'key' | 'value',
): void {
  const spelt = spellings(text, scope.each)
  // Each of them is there: that is how they were found.
  if (known === scope.handhelds && spelt === scope.each) return
  const unknown = spelt.find((name) => !known.names.has(name))
  if (unknown === undefined) return
  const guess = didYouMean(nearest(unknown, known.first))
  const names = known.first.length > 8 ? `${known.first.slice(0, 8).join(', ')}, …` : known.first.join(', ')
  scope.report(
    path,
    `expected a ${what} of this lab (${names}), found ${JSON.stringify(unknown)}${guess}`,
    about,
  )
}
