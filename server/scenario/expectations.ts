import type { HandheldView, LoginResult, Snapshot } from '#contract'
import type { KeyPath } from '../files/index.ts'
import { spell } from './handheld-names.ts'
import type { Expectation, HandheldExpectation } from './steps.ts'

/** Something that is not as expected. */
export interface Mismatch {
  /** Where the step could not be done at all; else an expectation is not met. */
  isError?: true
  /** From the step on. */
  path: KeyPath
  message: string
  /** The handheld that it is about; null: the lab as a whole. */
  handheld: string | null
}

/** Handhelds that a message names. */
const mostNames = 10

/** Compares what is expected with what is there. @returns everything that differs */
export function mismatches(
  expected: Expectation,
  snapshot: Snapshot,
  lastStatus: LoginResult | null,
  each: string | null,
): Mismatch[] {
  const found: Mismatch[] = []
  if (expected.sessions !== undefined && expected.sessions !== snapshot.sessions.length) {
    const names = snapshot.sessions.slice(0, mostNames).map(({ handheld }) => handheld)
    const who = [...names, ...(snapshot.sessions.length > mostNames ? ['…'] : [])].join(', ')
    found.push({
      path: ['expect', 'sessions'],
      message: `expected ${expected.sessions} sessions, found ${snapshot.sessions.length}${who && ` (${who})`}`,
      handheld: null,
    })
  }
  const status = expected['last-status']
  if (status !== undefined && status !== lastStatus) {
    found.push({
      path: ['expect', 'last-status'],
      message: `expected the latest login to end ${status}, found ${lastStatus ?? 'no login yet'}`,
      handheld: null,
    })
  }
  for (const [key, wanted] of Object.entries(expected.handheld ?? {})) {
    const name = spell(key, each)
    const handheld = snapshot.handhelds.find((one) => one.name === name)
    const path = ['expect', 'handheld', key]
    const add = (message: string, more: string[] = []) =>
      found.push({ path: [...path, ...more], message: `handheld ${name}: ${message}`, handheld: name })
    if (!handheld) {
      add('expected it to exist, found no such handheld')
      continue
    }
    const {
      state,
      reason,
      presence,
      lastMessage: text,
    }: HandheldExpectation = typeof wanted === 'string' ? { state: wanted } : wanted
    if (state !== undefined && state !== handheld.state) {
      add(`expected state ${state}, found ${describe(handheld)}`, typeof wanted === 'string' ? [] : ['state'])
    }
    if (reason !== undefined && reason !== handheld.reason) {
      add(`expected reason ${reason ?? 'none'}, found ${describe(handheld)}`, ['reason'])
    }
    if (presence !== undefined && presence !== handheld.presence) {
      const found = handheld.presence ?? `none: ${describe(handheld)}`
      add(`expected presence ${presence ?? 'none'}, found ${found}`, ['presence'])
    }
    const lastMessage = typeof text === 'string' ? spell(text, each) : text
    if (lastMessage !== undefined && lastMessage !== handheld.lastMessage) {
      add(`expected last message ${quote(lastMessage)}, found ${quote(handheld.lastMessage)}`, [
        'lastMessage',
      ])
    }
  }
  for (const [key, wanted] of Object.entries(expected.desktop ?? {})) {
    found.push(...desktopMismatches(spell(key, each), key, wanted, snapshot))
  }
  return found
}

function desktopMismatches(
  user: string,
  key: string,
  wanted: NonNullable<Expectation['desktop']>[string],
  { desktops }: Snapshot,
): Mismatch[] {
  const { state, messages } = typeof wanted === 'string' ? { state: wanted, messages: undefined } : wanted
  const desktop = desktops.find((one) => one.user.toLowerCase() === user.toLowerCase())
  const found: Mismatch[] = []
  const path = ['expect', 'desktop', key]
  const isState = desktop?.isSignedIn ? 'signed-in' : 'signed-out'
  if (state !== undefined && state !== isState) {
    const message = `desktop of ${user}: expected it to be ${state}, found ${isState}`
    found.push({ path, message, handheld: null })
  }
  const texts = desktop?.messages.map(({ text }) => text) ?? []
  if (messages !== undefined && JSON.stringify(messages) !== JSON.stringify(texts)) {
    const message = `desktop of ${user}: expected messages ${listed(messages)}, found ${listed(texts)}`
    found.push({ path: [...path, 'messages'], message, handheld: null })
  }
  return found
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.map((text) => JSON.stringify(text)).join(', ')
}

function quote(text: string | null): string {
  return text === null ? 'none' : JSON.stringify(text)
}

function describe({ state, reason, notice }: HandheldView): string {
  return `${state}${reason ? `, reason ${reason}` : ''}${notice ? ` (${JSON.stringify(notice)})` : ''}`
}
