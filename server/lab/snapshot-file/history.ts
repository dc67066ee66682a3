import { z } from 'zod'
import { type CommandInput, type CommandName, commands, lookingCommands } from '../api/index.ts'

/**
 * What was done to a lab in virtual time, in order: commands, and how time was passed in between. Done again in the same
 * way it gives the same lab, packets in the air, dialogs and draws of chance included, because nothing else decides what
 * happens in it.
 */

/** A command with its input. */
export interface DoneCommand<N extends CommandName = CommandName> {
  name: N
  input: CommandInput<N>
}

/** Which command it is, and so what its input is. */
export function isCommandOf<N extends CommandName>(done: DoneCommand, name: N): done is DoneCommand<N> {
  return done.name === name
}

/** Lab time since the start, when it began: a repetition that comes there at another time is none. */
const atMs = z.number().min(0)

const doneCommand = z.strictObject({
  atMs,
  do: z.literal('command'),
  command: z.custom<DoneCommand>(isDoneCommand, 'a command that changes the lab, with its input'),
  /** Time passed until it was answered. */
  waits: z.boolean(),
  /** Code of the failure with which the lab refused it, or null. */
  refused: z.string().nullable(),
})

/** Time that was passed on purpose. */
const wait = z.strictObject({ atMs, do: z.literal('wait'), durationMs: z.number().min(0) })

/** Everything under way arrived. */
const settle = z.strictObject({ atMs, do: z.literal('settle') })

export const historyEntry = z.discriminatedUnion('do', [doneCommand, wait, settle])
export type HistoryEntry = z.output<typeof historyEntry>
export type CommandEntry = z.output<typeof doneCommand>

function isDoneCommand(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('name' in value && 'input' in value)) return false
  const { name, input } = value
  if (typeof name !== 'string' || !isCommand(name) || lookingCommands.has(name)) return false
  return commands[name].input.safeParse(input).success
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
