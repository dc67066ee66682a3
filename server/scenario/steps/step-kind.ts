import type { z } from 'zod'
import type { CommandInput, CommandName, CommandOutput, CommandRequest } from '#contract'
import type { KeyPath, Roster } from '../../files/index.ts'
import type { CheckScope } from '../check-scope.ts'
import type { Names } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import type { RunMemory, StepContext } from '../step-context.ts'

/**
 * One kind of step, defined in one file. To add a kind, add a file and a row in the table of `index.ts`.
 * `V` is the parsed value, `W` the value as written in a file.
 */
export interface StepKind<V, W = unknown> {
  /** What a file may say under the kind's name. */
  schema: z.ZodType<V, W>
  /** The description for the JSON Schema in editors. */
  description?: string
  /** A value as a file says it. */
  example: NoInfer<W>
  /** Reports problems that the schema cannot find, such as an unknown name. @param path path of the value */
  check?(value: V, path: KeyPath, scope: CheckScope): void
  /**
   * Runs the step through the API.
   * @returns all mismatches, with paths relative to the value; nothing if there are none
   * @throws {Failure} if the lab refuses it
   */
  run(value: V, context: StepContext): Promise<readonly Mismatch[]> | Promise<void>
  /** Short title for reports, such as `login alice`. Default: the kind's name with the whole value. */
  title?(value: V): string
  /** Updates the memory after a command of this run, or of the run from which a snapshot was taken. */
  remember?: {
    [N in CommandName]?: (
      memory: RunMemory,
      input: CommandRequest<N>,
      output: CommandOutput<N>,
      roster: Roster,
    ) => void
  }
  /** For a recorder: the value of the step that repeats a command; null if no step of this kind does exactly the same. */
  record?: {
    [N in CommandName]?: (input: CommandInput<N>, output: CommandOutput<N>, roster: Roster) => W | null
  }
}

/**
 * A kind of step that holds other steps. It determines how often and for which handhelds they run. `O` has the other keys
 * besides `steps`.
 */
export interface BlockKind<O extends object> {
  /** The schema of the value under the kind's name. @param steps the schema of a list of steps */
  schema<S>(steps: z.ZodType<S[]>): z.ZodType<O & { steps: S[] }>
  description?: string
  /** A value as a file says it. */
  example: O & { steps: readonly object[] }
  /** Reports problems that the schema cannot find. @param handhelds the handhelds for which the steps run, or null */
  check?(own: O, path: KeyPath, scope: CheckScope, handhelds: readonly string[] | null): void
  /** How many times the steps inside run for each of its handhelds; default: once. */
  times?(own: O): number
  /** The handhelds that `$handheld` stands for inside the block; default: the same as around it. */
  handhelds?: {
    /** The handhelds for which the steps run in turn. @param each the handheld that `$handheld` stands for around the block */
    of(own: O, each: string | null, names: Names): readonly string[]
    /** Whether these depend on the meaning of `$handheld` around the block. */
    dependOnOuter(own: O): boolean
  }
}

/** @returns its argument; it only infers the types from the schema */
export function stepKind<V, W>(kind: StepKind<V, W>): StepKind<V, W> {
  return kind
}
