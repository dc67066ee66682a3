import { z } from 'zod'
import { type CommandName, type CommandRequest, commands, lookingCommands } from '#contract'

/**
 * What was done to a lab in virtual time, in order: commands, and how time was passed in between. Done again in the same
 * way it gives the same lab, packets in the air, dialogs and draws of chance included, because nothing else decides what
 * happens in it.
 */

/** A command with its input. */
export interface DoneCommand<N extends CommandName = CommandName> {
  name: N
  input: CommandRequest<N>
}

/** Lab time since the start, when it began: a repetition that comes there at another time is none. */
const atMs = z.number().min(0)

const doneCommandValue = z.unknown().transform((value, context): DoneCommand => {
  const done = readDoneCommand(value)
  if (done) return done
  context.addIssue({ code: 'custom', message: 'a command that changes the lab, with its input' })
  return z.NEVER
})

const doneCommand = z.strictObject({
  atMs,
  do: z.literal('command'),
  command: doneCommandValue,
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

function readDoneCommand(value: unknown): DoneCommand | null {
  if (typeof value !== 'object' || value === null || !('name' in value && 'input' in value)) return null
  const { name } = value
  if (typeof name !== 'string' || !isCommand(name) || lookingCommands.has(name)) return null
  const input = commands[name].input.safeParse(value.input)
  return input.success ? { name, input: input.data } : null
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
