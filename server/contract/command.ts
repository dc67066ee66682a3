import type { z } from 'zod'

/** The schemas of what a command takes and answers. */
interface CommandSchemas<I extends z.ZodType, O extends z.ZodType> {
  readonly input: I
  readonly output: O
}

/** A command whose schemas are made when they are first used: every program that starts would pay for those of all commands. */
export function command<I extends z.ZodType, O extends z.ZodType>(
  make: () => CommandSchemas<I, O>,
): CommandSchemas<I, O> {
  let made: CommandSchemas<I, O> | undefined
  const schemas = () => {
    made ??= make()
    return made
  }
  return {
    get input() {
      return schemas().input
    },
    get output() {
      return schemas().output
    },
  }
}
