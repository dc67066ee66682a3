import { z } from 'zod'
import { addressKey, type LabApi, type MessageView } from '#contract'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { perHandheld } from '../schema-parts.ts'
import { addressOf } from './contact-address.ts'
import { boundsOf, countKeys, inOrder, isWithin } from './counted.ts'
import { type Expected, expectationKind, type Moment } from './expectation-kind.ts'
import { concernedLogins } from './latest-login.ts'
import { listed } from './listed.ts'
import { messagesOn } from './received-messages.ts'

const texts = z.array(z.string())

const expectedMessages = z.union([
  texts.describe('Their texts, in this order, and nothing else'),
  inOrder(
    z.strictObject({
      from: z.string().min(1).optional().describe('Only those of this sender: a user ID or SIP address'),
      texts: texts.optional().describe('Their texts, in this order, and nothing else'),
      unordered: z.boolean().optional().describe('The texts may have come in any order'),
      ...countKeys,
    }),
  ),
])

type ExpectedMessages = z.output<typeof expectedMessages>

/** What handhelds have received. */
export const messages = expectationKind({
  schema: perHandheld(expectedMessages),
  description: 'The messages that a handheld has received, as far as its conversations still have them',
  example: { bob: ['Lunch?', 'At noon?'] },
  check(value, path, scope) {
    scope.checkHandhelds(value, path)
    for (const [name, one] of Object.entries(value)) {
      if (!Array.isArray(one) && one.from !== undefined) scope.checkPerson(one.from, [...path, name, 'from'])
    }
  },
  start(_run, expected) {
    const names = handheldsIn(expected)
    /** For each mark, what each handheld had received by then. */
    const marks = new Map<string, ReadonlySet<string>>()
    return {
      async differences(value, now) {
        const found: Mismatch[] = []
        const before = now.since === null ? undefined : marks.get(now.since)
        for (const [key, wanted] of Object.entries(value))
          found.push(...(await compare(key, wanted, now, before)))
        return found
      },
      async mark(name, { api, snapshot }) {
        const known = new Set(snapshot.handhelds.map((handheld) => handheld.name))
        const had = new Set<string>()
        for (const handheld of names) {
          if (!known.has(handheld)) continue
          for (const { id } of await received(api, handheld)) had.add(keyOf(handheld, id))
        }
        marks.set(name, had)
      },
    }
  },
})

async function compare(
  key: string,
  written: ExpectedMessages,
  { api, each, since, snapshot }: Moment,
  before: ReadonlySet<string> | undefined,
): Promise<Mismatch[]> {
  const name = fillInHandheld(key, each)
  const view = snapshot.handhelds.find((handheld) => handheld.name === name)
  if (!view) {
    return [
      {
        path: [key],
        message: `handheld ${name}: expected it to exist, found no such handheld`,
        handheld: name,
      },
    ]
  }
  const wanted = Array.isArray(written) ? { texts: written } : written
  const sender = wanted.from === undefined ? null : addressOf(fillInHandheld(wanted.from, each), snapshot)
  const counted = (await received(api, name)).filter(
    (message) =>
      (sender === null || addressKey(message.with) === sender) &&
      before?.has(keyOf(name, message.id)) !== true,
  )
  const found = counted.map(({ text }) => text)
  const which = `${wanted.from === undefined ? '' : ` from ${fillInHandheld(wanted.from, each)}`}${since === null ? '' : ` since ${since}`}`
  const fail = (message: string, more: string[] = []): Mismatch => ({
    path: [key, ...more],
    message: `handheld ${name}: ${message}`,
    handheld: name,
    ...concernedLogins(view),
  })
  const mismatches: Mismatch[] = []
  if (wanted.texts !== undefined) {
    const expected = wanted.texts.map((text) => fillInHandheld(text, each))
    const inAnyOrder = 'unordered' in wanted && wanted.unordered === true
    if (!isSame(expected, found, inAnyOrder)) {
      const order = inAnyOrder ? ', in any order' : ''
      const near = inAnyOrder ? unmatched(expected, found) : firstDifference(expected, found)
      mismatches.push(
        fail(
          `expected the messages${which} ${listed(expected)}${order}, found ${listed(found)}${near}`,
          Array.isArray(written) ? [] : ['texts'],
        ),
      )
    }
  }
  const bounds = 'count' in wanted || 'min' in wanted || 'max' in wanted ? boundsOf(wanted) : null
  if ((bounds !== null || wanted.texts === undefined) && !isWithin(found.length, bounds ?? boundsOf({}))) {
    mismatches.push(
      fail(
        `expected ${(bounds ?? boundsOf({})).words} messages${which}, found ${found.length}: ${listed(found)}`,
      ),
    )
  }
  return mismatches
}

async function received(api: LabApi, name: string): Promise<(MessageView & { with: string })[]> {
  return (await messagesOn(api, name)).filter(({ isOwn }) => !isOwn)
}

function handheldsIn(expected: readonly Expected<Record<string, ExpectedMessages>>[]): ReadonlySet<string> {
  return new Set(
    expected.flatMap(({ value, handhelds }) =>
      Object.keys(value).flatMap((key) => (handhelds ?? [null]).map((each) => fillInHandheld(key, each))),
    ),
  )
}

function keyOf(handheld: string, id: string): string {
  return `${handheld}\n${id}`
}

function isSame(expected: readonly string[], found: readonly string[], inAnyOrder: boolean): boolean {
  const [one, other] = inAnyOrder ? [expected.toSorted(), found.toSorted()] : [expected, found]
  return one.length === other.length && one.every((text, index) => text === other[index])
}

/** Where two rows of texts begin to differ, for rows whose difference is not seen at a glance. */
function firstDifference(expected: readonly string[], found: readonly string[]): string {
  const at = expected.findIndex((text, index) => text !== found[index])
  if (at <= 0 || at >= found.length) return ''
  return `; they differ from message ${at + 1} on: ${JSON.stringify(expected[at])} and ${JSON.stringify(found[at])}`
}

/** What is on one side only, whatever the order. */
function unmatched(expected: readonly string[], found: readonly string[]): string {
  const rest = [...found]
  const missing = expected.filter((text) => {
    const at = rest.indexOf(text)
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
  return `; missing: ${listed(missing)}; not expected: ${listed(rest)}`
}
