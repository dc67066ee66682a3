import { z } from 'zod'
import { labProcessSpec, moveOrder } from './kinds/index.ts'

/**
 * The messages between a process that shows labs and the processes in which they run. A face is one page that is connected to
 * a lab. The messages of its API pass as the text that a WebSocket carries, so that nobody in between reads them.
 */
const face = z.int()

export const toLabProcess = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), spec: labProcessSpec, installFolder: z.string().nullable() }),
  /** Runs a scenario headless with each of the seeds, one after the other, in place of a lab. */
  z.strictObject({
    type: z.literal('repeat'),
    file: z.string(),
    combination: z.int(),
    seeds: z.array(z.int()),
    installFolder: z.string().nullable(),
  }),
  /** For a lab that repeats a history: answered with `moved`. */
  z.strictObject({ type: z.literal('move'), order: moveOrder }),
  z.strictObject({ type: z.literal('open'), face }),
  z.strictObject({ type: z.literal('message'), face, message: z.unknown() }),
  /** The face has read all messages up to this number. */
  z.strictObject({ type: z.literal('acknowledge'), face, number: z.int() }),
  z.strictObject({ type: z.literal('close'), face }),
  z.strictObject({ type: z.literal('end') }),
])
export type ToLabProcess = z.input<typeof toLabProcess>
export type RepeatOrder = Extract<ToLabProcess, { type: 'repeat' }>
export type MoveMessage = Extract<z.output<typeof toLabProcess>, { type: 'move' }>
export type FaceMessage = Extract<z.output<typeof toLabProcess>, { face: number }>
export type StartOrder = Extract<z.output<typeof toLabProcess>, { type: 'start' }>

export const fromLabProcess = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('started') }),
  z.strictObject({ type: z.literal('failed'), message: z.string() }),
  z.strictObject({ type: z.literal('moved') }),
  /** A lab that has repeated a history differs from it, from this entry on. */
  z.strictObject({ type: z.literal('differs'), entry: z.int(), atMs: z.number() }),
  /** How far a lab that repeats a history has come, as lab time since its start. */
  z.strictObject({ type: z.literal('progress'), atMs: z.number() }),
  /** How a run of a repetition ended. */
  z.strictObject({
    type: z.literal('ran'),
    seed: z.int(),
    durationMs: z.number(),
    failure: z
      .strictObject({ file: z.string().nullable(), path: z.string(), line: z.int(), message: z.string() })
      .nullable(),
  }),
  /** A message of the API for a face, with its number, from 1. */
  z.strictObject({ type: z.literal('text'), face, number: z.int(), text: z.string() }),
])
export type FromLabProcess = z.infer<typeof fromLabProcess>
