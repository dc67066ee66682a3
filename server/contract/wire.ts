import { z } from 'zod'
import { labEvent } from './events.ts'
import { snapshotView } from './views.ts'

/** The messages of the API. Each is a JSON object, which a WebSocket carries as text and Electron's IPC as a value. */

/**
 * A message from a face to the lab. The answer has the same `id`.
 * @example { type: 'call', id: 7, command: 'handheld.logout', input: { name: 'alice' } }
 */
export const clientMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.int(), command: z.string(), input: z.unknown() }),
  /** Requests a snapshot and all later events. */
  z.strictObject({ type: z.literal('watch'), id: z.int() }),
])
export type ClientMessage = z.infer<typeof clientMessage>

/**
 * A message from the lab to a face. Events have no `id`: a face that watches receives all of them.
 * @example { type: 'failure', id: 7, code: 'unknown-handheld', facts: { name: 'carol' }, message: 'there is no handheld carol', remedy: 'Add it to the bench first.' }
 */
export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: z.int(), output: z.unknown() }),
  z.object({
    type: z.literal('failure'),
    id: z.int(),
    /** A {@link FailureCode}, or `unexpected` for an unexpected error in the program. */
    code: z.string(),
    facts: z.record(z.string(), z.unknown()),
    message: z.string(),
    remedy: z.string().nullable(),
  }),
  z.object({ type: z.literal('snapshot'), id: z.int(), snapshot: snapshotView }),
  z.object({ type: z.literal('event'), event: labEvent }),
])
export type ServerMessage = z.infer<typeof serverMessage>
