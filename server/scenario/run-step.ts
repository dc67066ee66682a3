import {
  type CommandName,
  type CommandOutput,
  type LabApi,
  type LoginResult,
  serviceChangesOf,
} from '#contract'
import { Failure } from '../base/index.ts'
import type { VirtualClock } from '../clock/index.ts'
import type { Roster } from '../files/index.ts'
import { contactMismatches } from './contact-expectations.ts'
import { type Mismatch, mismatches } from './expectations.ts'
import { spell } from './handheld-names.ts'
import type { ScenarioFrames } from './scenario-frames.ts'
import { logMismatches } from './scenario-log.ts'
import { type DoneCommand, isCommandOf } from './snapshot-file/history.ts'
import type { Step } from './steps.ts'
import { faultOf, linkOf } from './trouble-steps.ts'

/** What running a step needs, and what one step leaves for the next. */
export interface StepContext {
  api: LabApi
  clock: VirtualClock
  roster: Roster
  /** Passwords changed on the way. */
  passwords: Map<string, string>
  lastStatus: LoginResult | null
  /** The log of the run so far. */
  logLines: readonly string[]
  frames: ScenarioFrames
  /** Handhelds on which somebody other than their own user logged in. */
  visited: Set<string>
}

/**
 * Runs one step that holds no steps of its own; then what it set going arrives.
 * @param each the handheld that `$handheld` stands for
 * @returns what was not as expected
 */
export async function runStep(step: Step, each: string | null, context: StepContext): Promise<Mismatch[]> {
  const found = await perform(step, each, context)
  await context.clock.settle()
  return found
}

/** What later steps need to know of a command that was done. */
export function remember(
  context: StepContext,
  command: DoneCommand,
  output: CommandOutput<CommandName>,
): void {
  if (isCommandOf(command, 'handheld.login') && output !== null && 'result' in output) {
    const { name, user } = command.input
    context.lastStatus = output.result
    if (user !== ownerOf(name, context)) context.visited.add(name)
  }
  if (isCommandOf(command, 'user.save') && command.input.password !== undefined) {
    context.passwords.set(command.input.id, command.input.password)
  }
}

async function perform(step: Step, each: string | null, context: StepContext): Promise<Mismatch[]> {
  const { api, clock } = context
  const named = <V>(record: Record<string, V>): [string, V][] =>
    Object.entries(record).map(([key, value]) => [spell(key, each), value])

  if (step.login !== undefined) return login(step.login, each, context)
  if (step.send) return send(step.send, each, context)
  if (step.expect) {
    // Once it is taken, every frame so far has been told of.
    const snapshot = await api.snapshot()
    return [
      ...mismatches(step.expect, snapshot, context.lastStatus, each),
      ...(await contactMismatches(step.expect, api, snapshot, each)),
      ...context.frames.mismatches(step.expect, each),
      ...logMismatches(step.expect, context.logLines, each),
    ]
  }
  if (step.wait !== undefined) await clock.advance(step.wait)
  if (step.logout !== undefined) {
    await clock.runUntil(api.call('handheld.logout', { name: spell(step.logout, each) }))
  }
  for (const [name, coverage] of named(step.coverage ?? {})) {
    await clock.runUntil(api.call('handheld.setCoverage', { name, coverage }))
  }
  for (const [name, value] of named(step.status ?? {})) {
    await clock.runUntil(api.call('handheld.setStatusMessages', { name, sendsStatus: value === 'on' }))
  }
  for (const [name, value] of named(step.power ?? {})) {
    await clock.runUntil(api.call('handheld.setPower', { name, isOn: value === 'on' }))
  }
  for (const [name, link] of named(step.link ?? {})) {
    await clock.runUntil(api.call('handheld.setLink', { name, link: linkOf(link) }))
  }
  if (step.fault === 'none') await clock.runUntil(api.call('faults.clear', {}))
  else if (step.fault && 'mend' in step.fault) {
    const { at, kind } = step.fault.mend
    await clock.runUntil(api.call('faults.mend', { at, kind: kind ?? null }))
  } else if (step.fault) await clock.runUntil(api.call('faults.set', faultOf(step.fault)))
  if (step.service) await clock.runUntil(api.call('service.configure', serviceChangesOf(step.service)))
  if (step.restart) await clock.runUntil(api.call('service.restart', {}))
  for (const [name, presence] of named(step.presence ?? {})) {
    await clock.runUntil(api.call('handheld.setPresence', { name, presence }))
  }
  if (step.crafted === 'srp-length') await clock.runUntil(api.call('dispatcher.sendCrafted', {}))
  else if (step.crafted) {
    const { as, from, send: sent } = step.crafted
    const content =
      sent === 'logout'
        ? { type: sent }
        : {
            type: 'message' as const,
            to: await partyOf(spell(sent.to, each), context),
            text: spell(sent.message, each),
          }
    const input = { name: spell(from, each), as: spell(as, each), content }
    await clock.runUntil(api.call('handheld.sendCrafted', input))
  }
  for (const [user, wanted] of named(step.desktop ?? {})) {
    const found = await atDesktop(user, wanted, each, context)
    if (found.length > 0) return found
  }
  for (const [id, { enabled, mayUseClient, password, sipAddress }] of named(step.user ?? {})) {
    const input = {
      id,
      ...(mayUseClient === undefined ? {} : { mayUseClient }),
      ...(password === undefined ? {} : { password }),
      ...(enabled === undefined ? {} : { isEnabled: enabled }),
      ...(sipAddress === undefined ? {} : { sipAddress }),
    }
    remember(context, { name: 'user.save', input }, await clock.runUntil(api.call('user.save', input)))
  }
  return []
}

async function login(
  value: NonNullable<Step['login']>,
  each: string | null,
  context: StepContext,
): Promise<Mismatch[]> {
  const told = typeof value === 'string' ? { handheld: value, expect: 'accepted' as const } : value
  const name = spell(told.handheld, each)
  const user = told.user === undefined ? ownerOf(name, context) : spell(told.user, each)
  const password = told.password === undefined ? passwordOf(user, context) : spell(told.password, each)
  const input = { name, user, password }
  const output = await context.clock.runUntil(context.api.call('handheld.login', input))
  remember(context, { name: 'handheld.login', input }, output)
  const { result } = output
  if (result === told.expect) return []
  const message = `handheld ${name}: expected the login to end ${told.expect}, found ${result}`
  return [{ path: typeof value === 'string' ? ['login'] : ['login', 'expect'], message, handheld: name }]
}

async function send(
  told: NonNullable<Step['send']>,
  each: string | null,
  context: StepContext,
): Promise<Mismatch[]> {
  const name = spell(told.from, each)
  const to = await partyOf(spell(told.to, each), context)
  const text = spell(told.text, each)
  const { outcome, why } = await context.clock
    .runUntil(context.api.call('handheld.send', { name, to, text }))
    .catch(refusedUnlessSignedIn)
  if (outcome === told.expect) return []
  const message = `handheld ${name}: expected the message to ${to} to be ${told.expect}, found ${outcome}${why ? ` (${why})` : ''}`
  return [{ path: ['send', 'expect'], message, handheld: name }]
}

const manners = { 'sign-out': 'in-order', leave: 'hurried', crash: 'crash' } as const

async function atDesktop(
  user: string,
  wanted: NonNullable<Step['desktop']>[string],
  each: string | null,
  context: StepContext,
): Promise<Mismatch[]> {
  const { api, clock } = context
  if (wanted === 'sign-in') await clock.runUntil(api.call('desktop.signIn', { user }))
  else if (typeof wanted === 'string') {
    await clock.runUntil(api.call('desktop.signOut', { user, manner: manners[wanted] }))
  } else if ('habits' in wanted) {
    await clock.runUntil(api.call('desktop.setHabits', { user, habits: wanted.habits }))
  } else {
    const to = await partyOf(spell(wanted.to, each), context)
    const text = spell(wanted.send, each)
    const { outcome, why } = await clock.runUntil(api.call('desktop.send', { user, to, text }))
    if (outcome === wanted.expect) return []
    const message = `desktop of ${user}: expected the message to ${to} to be ${wanted.expect}, found ${outcome}${why ? ` (${why})` : ''}`
    return [{ path: ['desktop', user, 'expect'], message, handheld: null }]
  }
  return []
}

/** Who is signed out cannot write: to whoever reads a scenario, that is one way in which sending ends. */
function refusedUnlessSignedIn(thrown: unknown): CommandOutput<'handheld.send'> {
  if (!(thrown instanceof Failure) || thrown.code !== 'not-signed-in') throw thrown
  return { outcome: 'rejected', why: thrown.message }
}

/** Whom a message to a handheld is for. @returns a user ID or SIP address */
async function partyOf(to: string, { api, roster, visited }: StepContext): Promise<string> {
  const owner = roster.handhelds.find((one) => one.name === to)?.user
  if (owner === undefined) return to
  // A snapshot of a fleet is dear: it is asked only where somebody else may be signed in.
  if (!visited.has(to)) return owner
  const { handhelds } = await api.snapshot()
  return handhelds.find((one) => one.name === to)?.signedInUser ?? owner
}

function ownerOf(handheld: string, { roster }: StepContext): string {
  return roster.handhelds.find(({ name }) => name === handheld)?.user ?? ''
}

/** What the person at the handheld types unless told otherwise. Nobody knows the password of an unknown user. */
function passwordOf(user: string, { roster, passwords }: StepContext): string {
  return passwords.get(user) ?? roster.users.find(({ id }) => id === user)?.password ?? 'Passw0rd!'
}
