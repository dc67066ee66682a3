import { z } from 'zod'
import {
  type CommandName,
  type CommandRequest,
  commands,
  loginResults,
  readOnlyCommands,
  sessionEndings,
  stepOutcomes,
} from '#contract'

/**
 * What happened in a lab, in order: the commands that people gave it, and what came of them. Repeating the commands, each at its
 * position, leads to the same lab, including packets in transit, dialogs and random draws, because nothing else influences the lab.
 * The other entries are facts, by which a repetition is compared.
 */

/** Lab time since the start, and the number of timers that had run: an exact position among the timers of one millisecond. */
const position = { atMs: z.number().min(0), ran: z.int().min(0) }

/** How far the lab had come besides: random numbers drawn, and frames that had crossed. */
const odometer = { drawn: z.int().min(0), frames: z.int().min(0) }

const commandEntry = z
  .strictObject({
    do: z.literal('command'),
    ...position,
    ...odometer,
    name: z.custom<CommandName>((name) => typeof name === 'string' && isCommand(name), 'a command'),
    input: z.custom<CommandRequest<CommandName>>(),
  })
  .refine(isFit, 'a command that changes the lab, with its input')

/** The lab answered the command with this number, from 0. */
const answerEntry = z.strictObject({
  do: z.literal('answer'),
  ...position,
  to: z.int().min(0),
  /** Code of the failure with which the lab refused it. Absent: it was carried out. */
  refused: z.string().optional(),
  /** How a login or a message ended. */
  result: z.string().optional(),
})

const stepEntry = z.strictObject({
  do: z.literal('step'),
  ...position,
  flow: z.string(),
  step: z.string(),
  outcome: z.enum(stepOutcomes),
  code: z.string(),
})

const loginEntry = z.strictObject({
  do: z.literal('login'),
  ...position,
  flow: z.string(),
  handheld: z.string(),
  user: z.string(),
  /** Null: it began. */
  result: z.enum(loginResults).nullable(),
})

const endingEntry = z.strictObject({
  do: z.literal('ending'),
  ...position,
  session: z.string(),
  handheld: z.string(),
  reason: z.enum(sessionEndings),
})

/** The faults from now on, each as `place/kind`. */
const faultsEntry = z.strictObject({ do: z.literal('faults'), ...position, faults: z.array(z.string()) })

/** The settings of the service from now on. */
const serviceEntry = z.strictObject({
  do: z.literal('service'),
  ...position,
  service: z.record(z.string(), z.unknown()),
})

/** What a person noted about a frame. */
const markEntry = z.strictObject({ do: z.literal('mark'), ...position, number: z.int(), comment: z.string() })

/** Lab time went on although something in the lab had not arrived, so that a repetition may differ from here on. */
const standstillEntry = z.strictObject({ do: z.literal('standstill'), ...position })

/** How far the lab had come, when nothing else happened. */
const atEntry = z.strictObject({ do: z.literal('at'), ...position, ...odometer })

/** The recording ended in order. */
const endEntry = z.strictObject({
  do: z.literal('end'),
  ...position,
  drawn: z.int().min(0).optional(),
  frames: z.int().min(0).optional(),
  /** `full`: the file had as many entries as it may have. */
  why: z.enum(['stopped', 'full']),
})

export const historyEntry = z.discriminatedUnion('do', [
  commandEntry,
  answerEntry,
  stepEntry,
  loginEntry,
  endingEntry,
  faultsEntry,
  serviceEntry,
  markEntry,
  standstillEntry,
  atEntry,
  endEntry,
])
export type HistoryEntry = z.output<typeof historyEntry>
export type CommandEntry = z.output<typeof commandEntry>
export type AnswerEntry = z.output<typeof answerEntry>

export interface Position {
  atMs: number
  ran: number
}

export interface Odometer {
  drawn: number
  frames: number
}

/** Commands that people give the lab's clock, its capture, or a recording: they change nothing that the lab does. */
const beside: readonly string[] = ['clock.', 'recording.', 'traffic.']

/** Whether a repetition gives the command again. */
export function isRepeated(name: string): boolean {
  return !readOnlyCommands.has(name) && !beside.some((start) => name.startsWith(start))
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

function isFit({ name, input }: { name: CommandName; input: unknown }): boolean {
  return !readOnlyCommands.has(name) && commands[name].input.safeParse(input).success
}
