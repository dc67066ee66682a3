import type { z } from 'zod'
import type { LabApi, LoginResult, Snapshot } from '#contract'
import type { KeyPath } from '../../files/index.ts'
import type { CheckScope } from '../check-scope.ts'
import type { Mismatch } from '../mismatch.ts'

/**
 * One kind of expectation, defined in one file. To add a kind, add a file and a row in the table of `index.ts`.
 * `V` is the parsed value, `W` the value as written in a file.
 */
export interface ExpectationKind<V, W = unknown> {
  /** The schema of the value under the kind's name. */
  schema: z.ZodType<V, W>
  /** The description for the JSON Schema in editors. */
  description?: string
  /** An example of a value as written in a file. */
  example: NoInfer<W>
  /** Whether it summarizes other expectations: its differences are then reported before theirs. */
  isSummary?: boolean
  /** Reports problems that the schema cannot find, such as an unknown name. @param path that of the value */
  check?(value: V, path: KeyPath, scope: CheckScope): void
  /**
   * Called once, when the lab of a scenario has started, if the scenario has such an expectation. Events that must be followed
   * from the start, such as frames, are followed from here on; it must subscribe before it first waits.
   * @param expected all such expectations of the scenario
   */
  start(run: FollowedRun, expected: readonly Expected<V>[]): Comparison<V> | Promise<Comparison<V>>
}

/** A run that begins, in a lab that has just started, or in one that people use. */
export interface FollowedRun {
  api: LabApi
  /** Lab time at which the run began. */
  startMs: number
  /** Whether the lab was used before. Then only what happens from now on counts, not what the lab has kept. */
  isUsedLab: boolean
  /** Time zone of the lab. */
  timeZone: string
  /** Replaces ports and random SIP identifiers by `any`, so that the same seed gives the same text in each run. */
  repeatable(text: string): string
}

/** An expectation of a scenario, with the handhelds that `$handheld` stands for there; null outside every `each`. */
export interface Expected<V> {
  value: V
  handhelds: readonly string[] | null
}

/** Compares expected and actual values. */
export interface Comparison<V> {
  /** @returns all differences, with paths relative to the value */
  differences(value: V, now: Moment): readonly Mismatch[] | Promise<readonly Mismatch[]>
  /** Remembers what there is now, for expectations that count from this mark. A later mark of the same name replaces it. */
  mark?(name: string, now: MarkedMoment): void | Promise<void>
  /**
   * A number that grows whenever the differences may have changed. An expectation that is waited for is compared again only then, if
   * everything in it has such a number. Absent: they may change at any event of lab time.
   */
  readonly changes?: number
  /** Stops following what `start` subscribed to. */
  stop?(): void
}

/** The lab at a moment. */
export interface MarkedMoment {
  api: LabApi
  /** Taking it has reported every frame so far. */
  snapshot: Snapshot
}

/** How a login of a step ended. */
export interface EndedLogin {
  handheld: string
  result: LoginResult
}

/** The lab at the moment at which an expectation is checked. */
export interface Moment extends MarkedMoment {
  /** The mark from which frames, log lines, messages and steps of logins count; null: from the start. */
  since: string | null
  /** How the login ended that ended last; null: none has yet. */
  lastStatus: EndedLogin | null
  /** The handheld that `$handheld` stands for; null outside every `each`. */
  each: string | null
}

/** An expectation that can be checked with a snapshot of the lab alone. */
export function fromSnapshot<V>(differences: Comparison<V>['differences']): () => Comparison<V> {
  return () => ({ differences })
}

/** @returns its argument; it only infers the types from the schema */
export function expectationKind<V, W>(kind: ExpectationKind<V, W>): ExpectationKind<V, W> {
  return kind
}
