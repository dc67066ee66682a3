import { z } from 'zod'
import type { KeyPath } from '../../files/index.ts'
import type { CheckScope } from '../check-scope.ts'
import { type Mismatch, underKey } from '../mismatch.ts'
import { optionalKeys } from '../optional-keys.ts'
import { desktop } from './desktop.ts'
import type { ExpectationKind, Expected, FollowedRun, Moment } from './expectation-kind.ts'
import { frames } from './frames.ts'
import { handheld } from './handheld.ts'
import { lastStatus } from './last-status.ts'
import { log } from './log.ts'
import { sessions } from './sessions.ts'

/** Every kind of expectation. To add one, add a file and a row here. */
const kinds = { sessions, handheld, desktop, 'last-status': lastStatus, frames, log }

type Kind = keyof typeof kinds
type Values = { [N in Kind]: (typeof kinds)[N] extends ExpectationKind<infer V> ? V : never }

/** The content of a step `expect`: at least one expectation. All of them must hold at the same moment. */
export type Expectation = { [N in Kind]?: Values[N] | undefined }

export const expectation = z
  .strictObject(optionalKeys(kinds))
  .refine((expected) => Object.keys(expected).length > 0, 'expected at least one thing to expect')

const kindOf: { readonly [N in Kind]: ExpectationKind<Values[N]> } = kinds
const names = Object.keys(kinds).filter((name): name is Kind => name in kinds)
const inOrderOfReport = names.toSorted((a, b) => Number(isSummary(b)) - Number(isSummary(a)))

function isSummary(name: Kind): boolean {
  return kinds[name].isSummary ?? false
}

/** Checks beyond the schema. @param path path of the expectation */
export function checkExpectation(expected: Expectation, path: KeyPath, scope: CheckScope): void {
  for (const name of names) checkKind(name, expected, path, scope)
}

function checkKind<N extends Kind>(name: N, expected: Expectation, path: KeyPath, scope: CheckScope): void {
  const value = expected[name]
  if (value !== undefined) kindOf[name].check?.(value, [...path, name], scope)
}

/** Compares the expectations of one run with its lab. */
export interface Expectations {
  /** @returns all differences, with paths relative to the expectation */
  differences(expected: Expectation, now: Moment): Promise<Mismatch[]>
  stop(): void
}

/** Starts to follow the subjects of all expectations, in a lab that has just started. */
export async function followExpectations(
  run: FollowedRun,
  all: readonly Expected<Expectation>[],
): Promise<Expectations> {
  const used = inOrderOfReport.filter((name) => all.some(({ value }) => value[name] !== undefined))
  // Start all at the same time, so that each subscribes before anything else happens in the lab.
  const following = await Promise.all(used.map((name) => follow(name, run, all)))
  return {
    async differences(expected, now) {
      const found: Mismatch[] = []
      for (const one of following) found.push(...(await one.differences(expected, now)))
      return found
    },
    stop() {
      for (const one of following) one.stop()
    },
  }
}

async function follow<N extends Kind>(
  name: N,
  run: FollowedRun,
  all: readonly Expected<Expectation>[],
): Promise<Expectations> {
  const expected = all.flatMap(({ value: { [name]: value }, handhelds }) =>
    value === undefined ? [] : [{ value, handhelds }],
  )
  const comparison = await kindOf[name].start(run, expected)
  return {
    async differences({ [name]: value }, now) {
      return value === undefined ? [] : underKey(name, await comparison.differences(value, now))
    },
    stop: () => comparison.stop?.(),
  }
}
