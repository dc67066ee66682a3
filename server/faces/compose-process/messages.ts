import { z } from 'zod'
import { assertion, commands } from '#contract'
import type { Lived } from '../../scenario/index.ts'

/** The messages between the process of a lab and the one that makes scenarios of what was done in it. */

/** Only ever sent by the program itself, from `livedOf`. */
const lived = z.custom<Lived>((value) => typeof value === 'object' && value !== null)

export const toComposeProcess = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('propose'),
    id: z.int(),
    lived,
    since: z.number().nullable(),
    assertions: z.array(assertion),
    installFolder: z.string().nullable(),
  }),
  z.strictObject({ do: z.literal('compose'), id: z.int(), input: commands['scenario.compose'].input }),
  z.strictObject({
    do: z.literal('prove'),
    id: z.int(),
    input: commands['scenario.prove'].input,
    installFolder: z.string().nullable(),
  }),
])
export type ToComposeProcess = z.input<typeof toComposeProcess>

export const fromComposeProcess = z.union([
  z.strictObject({ id: z.int(), result: z.unknown() }),
  z.strictObject({ id: z.int(), failed: z.string() }),
  /** Lab time has come so far. */
  z.strictObject({ id: z.int(), atMs: z.number() }),
])
export type FromComposeProcess = z.input<typeof fromComposeProcess>
