import { z } from 'zod'
import { duration } from '#contract'
import type { KeyPath } from '../../files/index.ts'
import type { CheckScope } from '../check-scope.ts'
import { type Mismatch, underKey } from '../mismatch.ts'
import { optionalKeys } from '../optional-keys.ts'
import { desktop } from './desktop.ts'
import type { ExpectationKind, Expected, FollowedRun, MarkedMoment, Moment } from './expectation-kind.ts'
import { flow } from './flow.ts'
import { frames } from './frames.ts'
import { handheld } from './handheld.ts'
import { lastStatus } from './last-status.ts'
import { log } from './log.ts'
import { messages } from './messages.ts'
import { sent } from './sent.ts'
import { sessions } from './sessions.ts'
import { took } from './took.ts'

export type { EndedLogin, FollowedRun } from './expectation-kind.ts'

/** Every kind of expectation. To add one, add a file and a row here. */
const kinds = {
  sessions,
  handheld,
  desktop,
  'last-status': lastStatus,
  messages,
  sent,
  flow,
  took,
  frames,
  log,
}

type Kind = keyof typeof kinds
type Values = { [N in Kind]: (typeof kinds)[N] extends ExpectationKind<infer V> ? V : never }

/** What the lab is compared with. All of it must hold at the same moment. */
type Subjects = { [N in Kind]?: Values[N] | undefined }

interface Conditions {
  /** How long it may take to come to hold; now, if left out. */
  within?: number | undefined
  /** The mark from which frames, log lines, messages and steps of logins count. */
  since?: string | undefined
}

/** What must not hold. */
export type RefusedExpectation = Subjects & Conditions

/** The content of a step `expect`: something that must hold, something that must not, or both. */
export type Expectation = Subjects & Conditions & { not?: RefusedExpectation | undefined }

const conditions = {
  within: duration
    .optional()
    .describe(
      'Tried at every event of lab time until it holds or this time is over; beside `not`: it must not come to hold meanwhile',
    )
    .meta({ examples: ['5m'] }),
  since: z
    .string()
    .min(1)
    .optional()
    .describe('Frames, log lines, messages and steps of logins count from this mark')
    .meta({ examples: ['alice is in the tunnel'] }),
}

const nothing = 'expected at least one thing to expect'

/** For editors: there is something to expect. The check of a file says so in words. */
const anySubject = Object.keys(kinds).map((name) => ({ required: [name] }))

const refused: z.ZodType<RefusedExpectation> = z
  .strictObject({ ...optionalKeys(kinds), ...conditions })
  .refine(hasSubjects, nothing)
  .meta({ anyOf: anySubject })

export const expectation: z.ZodType<Expectation> = z
  .strictObject({
    ...optionalKeys(kinds),
    ...conditions,
    not: refused
      .optional()
      .describe(
        'What must not hold, of several keys not all at one moment; with `within`, what must not come to hold during that time',
      )
      .meta({ examples: [{ handheld: { alice: 'signed-out' } }] }),
  })
  .refine((expected) => expected.not !== undefined || hasSubjects(expected), nothing)
  .meta({ anyOf: [...anySubject, { required: ['not'] }] })

const kindOf: { readonly [N in Kind]: ExpectationKind<Values[N]> } = kinds
const names = Object.keys(kinds).filter((name): name is Kind => name in kinds)
const inOrderOfReport = names.toSorted((a, b) => Number(isSummary(b)) - Number(isSummary(a)))

function isSummary(name: Kind): boolean {
  return kinds[name].isSummary ?? false
}

/** Whether it says anything about the lab, beside when and since when. */
export function hasSubjects(expected: object): boolean {
  return names.some((name) => name in expected && Reflect.get(expected, name) !== undefined)
}

/** Checks beyond the schema. @param path path of the expectation */
export function checkExpectation(expected: Expectation, path: KeyPath, scope: CheckScope): void {
  const { not, since, within } = expected
  for (const name of names) checkKind(name, expected, path, scope)
  if (since !== undefined) scope.checkMark(since, [...path, 'since'])
  if (not === undefined) return
  if (within !== undefined && not.within !== undefined) {
    scope.report([...path, 'not', 'within'], 'expected one time, beside `not` or in it, found both', 'key')
  }
  if (not.since !== undefined) scope.checkMark(not.since, [...path, 'not', 'since'])
  for (const name of names) checkKind(name, not, [...path, 'not'], scope)
}

function checkKind<N extends Kind>(name: N, expected: Subjects, path: KeyPath, scope: CheckScope): void {
  const value = expected[name]
  if (value !== undefined) kindOf[name].check?.(value, [...path, name], scope)
}

/** Compares the expectations of one run with its lab. */
export interface Expectations {
  /** @returns all differences, with paths relative to the expectation */
  differences(expected: Subjects, now: Moment): Promise<Mismatch[]>
  /** See `Comparison.changes`: the sum for everything that is expected. @returns null if it may change at any event of lab time */
  changes(expected: Subjects): number | null
  /** Remembers this moment, for expectations that count from the mark. */
  mark(name: string, now: MarkedMoment): Promise<void>
  stop(): void
}

/** Starts to follow the subjects of all expectations, in a lab that has just started. */
export async function followExpectations(
  run: FollowedRun,
  expected: readonly Expected<Expectation>[],
): Promise<Expectations> {
  const all: Expected<Subjects>[] = expected.flatMap(({ value, handhelds }) => [
    { value, handhelds },
    ...(value.not === undefined ? [] : [{ value: value.not, handhelds }]),
  ])
  const used = inOrderOfReport.filter((name) => all.some(({ value }) => value[name] !== undefined))
  // Start all at the same time, so that each subscribes before anything else happens in the lab.
  const following = await Promise.all(used.map((name) => follow(name, run, all)))
  return {
    async differences(expected, now) {
      const found: Mismatch[] = []
      for (const one of following) found.push(...(await one.differences(expected, now)))
      return found
    },
    changes(expected) {
      let sum = 0
      for (const one of following) {
        const changes = one.changes(expected)
        if (changes === null) return null
        sum += changes
      }
      return sum
    },
    async mark(name, now) {
      for (const one of following) await one.mark(name, now)
    },
    stop() {
      for (const one of following) one.stop()
    },
  }
}

async function follow<N extends Kind>(
  name: N,
  run: FollowedRun,
  all: readonly Expected<Subjects>[],
): Promise<Expectations> {
  const expected = all.flatMap(({ value: { [name]: value }, handhelds }) =>
    value === undefined ? [] : [{ value, handhelds }],
  )
  const comparison = await kindOf[name].start(run, expected)
  return {
    async differences({ [name]: value }, now) {
      return value === undefined ? [] : underKey(name, await comparison.differences(value, now))
    },
    changes: ({ [name]: value }) => (value === undefined ? 0 : (comparison.changes ?? null)),
    mark: async (mark, now) => comparison.mark?.(mark, now),
    stop: () => comparison.stop?.(),
  }
}
