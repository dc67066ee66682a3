import type { z } from 'zod'
import type { CommandInput, CommandName, CommandOutput, CommandRequest } from '#contract'
import type { KeyPath, Roster } from '../../files/index.ts'
import type { CheckScope } from '../check-scope.ts'
import type { Names } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import type { RunMemory, StepContext } from '../step-context.ts'

/**
 * One kind of step: everything about it, in one file. A new kind is such a file and a row of the table in `index.ts`.
 * `V` is the value as the schema gives it, `W` as a file says it.
 */
export interface StepKind<V, W = unknown> {
  /** What a file may say under the kind's name. */
  schema: z.ZodType<V, W>
  /** For the JSON Schema, in editors: what a step of this kind does. */
  description?: string
  /** A value as a file says it. */
  example: NoInfer<W>
  /** Reports what the schema cannot see, such as a name that nothing in this lab has. @param path that of the value */
  check?(value: V, path: KeyPath, scope: CheckScope): void
  /**
   * Does it, through the API.
   * @returns what was not as expected, with paths from the value on; nothing: all was
   * @throws {Failure} where the lab refuses it
   */
  run(value: V, context: StepContext): Promise<readonly Mismatch[]> | Promise<void>
  /** In short, such as `login alice`, for reports. Unless given, the kind's name with all that the value says. */
  title?(value: V): string
  /** What later steps need to know of a command that was done, by this run or by that of which a snapshot was taken. */
  remember?: {
    [N in CommandName]?: (
      memory: RunMemory,
      input: CommandRequest<N>,
      output: CommandOutput<N>,
      roster: Roster,
    ) => void
  }
  /** For a recorder: the value of the step that does a command again, null where none of this kind does just that. */
  record?: {
    [N in CommandName]?: (input: CommandInput<N>, output: CommandOutput<N>, roster: Roster) => W | null
  }
}

/**
 * A kind of step that holds other steps: it says how often and for whom they run, and never looks at them. `O` is what stands
 * beside `steps`.
 */
export interface BlockKind<O extends object> {
  /** What a file may say under the kind's name. @param steps the schema of a list of steps */
  schema<S>(steps: z.ZodType<S[]>): z.ZodType<O & { steps: S[] }>
  description?: string
  /** A value as a file says it. */
  example: O & { steps: readonly object[] }
  /** Reports what the schema cannot see. @param handhelds those for which the steps run; null: for none in particular */
  check?(own: O, path: KeyPath, scope: CheckScope, handhelds: readonly string[] | null): void
  /** How many times the steps inside run for each of its handhelds; once, unless given. */
  times?(own: O): number
  /** What `$handheld` stands for inside the block; unless given, what it stands for around it. */
  handhelds?: {
    /** For which handhelds the steps run in turn. @param each what `$handheld` stands for around the block */
    of(own: O, each: string | null, names: Names): readonly string[]
    /** Whether these depend on what `$handheld` stands for around the block. */
    dependOnOuter(own: O): boolean
  }
}

/** @returns what it was given; it only has the types inferred from the schema */
export function stepKind<V, W>(kind: StepKind<V, W>): StepKind<V, W> {
  return kind
}
