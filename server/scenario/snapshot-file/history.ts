import { z } from 'zod'
import { type CommandName, type CommandRequest, commands, readOnlyCommands } from '#contract'

/**
 * The history of a lab in virtual time: commands, and the moves of time between them, in order. Replaying it leads to the
 * same lab, including packets in transit, dialogs and random draws, because nothing else influences the lab.
 */

/** A command with its input. */
export interface DoneCommand<N extends CommandName = CommandName> {
  name: N
  input: CommandRequest<N>
}

/** Lab time since the start at which the entry began; a replay must reach it at the same time. */
const atMs = z.number().min(0)
const ran = z.int().min(0)

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
  /** Number of timers that had run, where lab time was moving for a step around this one: an exact position among them. */
  ran: ran.optional(),
  /** Time moved until the command was answered. */
  waits: z.boolean(),
  /** Code of the failure with which the lab refused it, or null. */
  refused: z.string().nullable(),
})

/** Time was moved explicitly. */
const wait = z.strictObject({ atMs, do: z.literal('wait'), durationMs: z.number().min(0) })

/** Everything in transit arrived. */
const settle = z.strictObject({ atMs, do: z.literal('settle') })

/** Time had moved to here, when steps that began at the same moment were done. */
const pass = z.strictObject({ atMs, do: z.literal('pass'), ran })

export const historyEntry = z.discriminatedUnion('do', [doneCommand, wait, settle, pass])
export type HistoryEntry = z.output<typeof historyEntry>
export type CommandEntry = z.output<typeof doneCommand>

function readDoneCommand(value: unknown): DoneCommand | null {
  if (typeof value !== 'object' || value === null || !('name' in value && 'input' in value)) return null
  const { name } = value
  if (typeof name !== 'string' || !isCommand(name) || readOnlyCommands.has(name)) return null
  const input = commands[name].input.safeParse(value.input)
  return input.success ? { name, input: input.data } : null
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
