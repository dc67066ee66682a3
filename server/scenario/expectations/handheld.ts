import { z } from 'zod'
import { type HandheldView, handheldStates, presences, signedOutReasons } from '#contract'
import { sentence } from '#words'
import { english } from '../english.ts'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { perHandheld } from '../schema-parts.ts'
import { expectationKind, fromSnapshot, type Moment } from './expectation-kind.ts'
import {
  contactDifferences,
  expectedContacts,
  expectedTyping,
  typingDifferences,
} from './handheld-contacts.ts'
import { concernedLogins } from './latest-login.ts'

const expectedHandheld = z.union([
  z.enum(handheldStates),
  z.strictObject({
    state: z.enum(handheldStates).optional().describe('State of the collaboration client; off: no power'),
    reason: z
      .enum(signedOutReasons)
      .nullable()
      .optional()
      .describe('Why it is signed out; null: it is not, or never was signed in'),
    lastMessage: z
      .string()
      .nullable()
      .optional()
      .describe('Text of the message received last; null: none was'),
    presence: z.enum(presences).nullable().optional().describe("The person's own; null: signed out"),
    contacts: expectedContacts,
    unread: z.int().min(0).optional().describe('Number of unread messages'),
    notice: z
      .string()
      .nullable()
      .optional()
      .describe('Part of the notice that it shows, in English; null: it shows none'),
    waiting: z.int().min(0).optional().describe('Number of packets that the network holds for it'),
    typing: expectedTyping,
  }),
])

type ExpectedHandheld = z.output<typeof expectedHandheld>

/** Expectations about what handhelds show. */
export const handheld = expectationKind({
  schema: perHandheld(expectedHandheld),
  description: 'What handhelds show, and what the network keeps for them',
  example: { alice: { state: 'signed-out', reason: 'idle' } },
  check(value, path, scope) {
    scope.checkHandhelds(value, path)
    for (const [name, one] of Object.entries(value)) {
      if (typeof one === 'string') continue
      for (const user of Object.keys(one.contacts ?? {}))
        scope.checkPerson(user, [...path, name, 'contacts', user], 'key')
      for (const [index, user] of (one.typing ?? []).entries())
        scope.checkPerson(user, [...path, name, 'typing', index])
    }
  },
  start: fromSnapshot(async (expected, now) => {
    const wanted = Object.entries(expected)
    const found = wanted.flatMap(([key, one]) => differences(key, one, now))
    for (const [key, one] of wanted) {
      if (typeof one === 'string' || !exists(key, now)) continue
      if (one.contacts !== undefined) found.push(...(await contactDifferences(key, one.contacts, now)))
      if (one.typing !== undefined) found.push(...(await typingDifferences(key, one.typing, now)))
    }
    return found
  }),
})

function exists(key: string, { snapshot, each }: Moment): boolean {
  const name = fillInHandheld(key, each)
  return snapshot.handhelds.some((one) => one.name === name)
}

function differences(key: string, wanted: ExpectedHandheld, { snapshot, each }: Moment): Mismatch[] {
  const name = fillInHandheld(key, each)
  const handheld = snapshot.handhelds.find((one) => one.name === name)
  const found: Mismatch[] = []
  const add = (message: string, more: string[] = [], about: Pick<Mismatch, 'flows'> = {}) =>
    found.push({ path: [key, ...more], message: `handheld ${name}: ${message}`, handheld: name, ...about })
  if (!handheld) {
    add('expected it to exist, found no such handheld')
    return found
  }
  const {
    state,
    reason,
    presence,
    lastMessage: text,
    notice,
    unread,
    waiting,
  }: Exclude<ExpectedHandheld, string> = typeof wanted === 'string' ? { state: wanted } : wanted
  if (state !== undefined && state !== handheld.state) {
    add(`expected state ${state}, found ${describe(handheld)}`, typeof wanted === 'string' ? [] : ['state'])
  }
  if (reason !== undefined && reason !== handheld.reason) {
    add(`expected reason ${reason ?? 'none'}, found ${describe(handheld)}`, ['reason'])
  }
  if (presence !== undefined && presence !== handheld.presence) {
    const shown = handheld.presence ?? `none: ${describe(handheld)}`
    add(`expected presence ${presence ?? 'none'}, found ${shown}`, ['presence'], concernedLogins(handheld))
  }
  const lastMessage = typeof text === 'string' ? fillInHandheld(text, each) : text
  if (lastMessage !== undefined && lastMessage !== handheld.lastMessage) {
    const shown = quote(handheld.lastMessage)
    add(
      `expected last message ${quote(lastMessage)}, found ${shown}`,
      ['lastMessage'],
      concernedLogins(handheld),
    )
  }
  for (const { message, key: more } of counted({ notice, unread, waiting }, handheld, each))
    add(message, [more], concernedLogins(handheld))
  return found
}

/** What differs of the notice, and of what waits to be read or received. */
function* counted(
  { notice, unread, waiting }: Pick<Exclude<ExpectedHandheld, string>, 'notice' | 'unread' | 'waiting'>,
  handheld: HandheldView,
  each: string | null,
): Generator<{ message: string; key: string }> {
  if (unread !== undefined && unread !== handheld.unread) {
    yield { message: `expected ${unread} unread messages, found ${handheld.unread}`, key: 'unread' }
  }
  if (waiting !== undefined && waiting !== handheld.waitingPackets) {
    const found = handheld.waitingPackets
    yield { message: `expected ${waiting} packets to wait for it, found ${found}`, key: 'waiting' }
  }
  if (notice === undefined) return
  const shown = handheld.notice && sentence(english.handheldNotices, handheld.notice)
  const part = notice === null ? null : fillInHandheld(notice, each)
  const isMet = part === null || shown === null ? part === shown : isPart(part, shown)
  if (!isMet) yield { message: `expected the notice ${quote(part)}, found ${quote(shown)}`, key: 'notice' }
}

function isPart(part: string, text: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}

function quote(text: string | null): string {
  return text === null ? 'none' : JSON.stringify(text)
}

function describe({ state, reason, notice }: HandheldView): string {
  const words = notice ? ` (${JSON.stringify(sentence(english.handheldNotices, notice))})` : ''
  return `${state}${reason ? `, reason ${reason}` : ''}${words}`
}
