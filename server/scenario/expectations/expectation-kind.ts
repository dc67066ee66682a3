import type { z } from 'zod'
import type { LabApi, LoginResult, Snapshot } from '#contract'
import type { KeyPath } from '../../files/index.ts'
import type { CheckScope } from '../check-scope.ts'
import type { Mismatch } from '../mismatch.ts'

/**
 * One kind of expectation: everything about it, in one file. A new kind is such a file and a row of the table in `index.ts`.
 * `V` is the value as the schema gives it, `W` as a file says it.
 */
export interface ExpectationKind<V, W = unknown> {
  /** What a file may say under the kind's name. */
  schema: z.ZodType<V, W>
  /** For the JSON Schema, in editors: what is expected. */
  description?: string
  /** A value as a file says it. */
  example: NoInfer<W>
  /** Whether it sums up what others say in detail: what differs is then told before theirs. */
  isSummary?: boolean
  /** Reports what the schema cannot see, such as a name that nothing in this lab has. @param path that of the value */
  check?(value: V, path: KeyPath, scope: CheckScope): void
  /**
   * Is called once, when the lab of a scenario has started, and only where the scenario has such an expectation. What must be
   * followed from the start on, such as frames, is followed from here on; it subscribes before it first waits.
   * @param expected all such expectations of the scenario
   */
  start(run: FollowedRun, expected: readonly Expected<V>[]): Comparison<V> | Promise<Comparison<V>>
}

/** A run whose lab has just started. */
export interface FollowedRun {
  api: LabApi
  /** Lab time at which the lab had started. */
  startMs: number
  /** Puts `any` in the place of ports and of what SIP draws, so that one seed gives the same words in each run. */
  repeatable(text: string): string
}

/** An expectation of a scenario, with the handhelds for which `$handheld` stands there; null outside every `each`. */
export interface Expected<V> {
  value: V
  handhelds: readonly string[] | null
}

/** Compares what is expected with what is there. */
export interface Comparison<V> {
  /** @returns everything that differs, with paths from the value on */
  differences(value: V, now: Moment): readonly Mismatch[] | Promise<readonly Mismatch[]>
  /** Ends what `start` began to follow. */
  stop?(): void
}

/** The lab at the moment at which an expectation is tried. */
export interface Moment {
  api: LabApi
  /** Once it is taken, every frame so far has been told of. */
  snapshot: Snapshot
  /** How the latest login ended; null: none has yet. */
  lastStatus: LoginResult | null
  /** The handheld that `$handheld` stands for; null outside every `each`. */
  each: string | null
}

/** An expectation of which a snapshot of the lab tells everything: nothing needs to be followed. */
export function fromSnapshot<V>(differences: Comparison<V>['differences']): () => Comparison<V> {
  return () => ({ differences })
}

/** @returns what it was given; it only has the types inferred from the schema */
export function expectationKind<V, W>(kind: ExpectationKind<V, W>): ExpectationKind<V, W> {
  return kind
}
