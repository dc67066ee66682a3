import { z } from 'zod'
import { labEvent } from './events.ts'
import { snapshotView } from './views.ts'

/** The API as messages, one JSON object each: what a WebSocket carries as text and Electron's IPC as values. */

/**
 * From a face to the lab. `id` ties the answer to the call.
 * @example { type: 'call', id: 7, command: 'handheld.logout', input: { name: 'alice' } }
 */
export const clientMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.int(), command: z.string(), input: z.unknown() }),
  /** Asks for a snapshot, and for every event after it. */
  z.strictObject({ type: z.literal('watch'), id: z.int() }),
])
export type ClientMessage = z.infer<typeof clientMessage>

/**
 * From the lab to a face. Events carry no `id`: whoever watches gets all of them.
 * @example { type: 'failure', id: 7, code: 'unknown-handheld', facts: { name: 'carol' }, message: 'there is no handheld carol', remedy: 'Add it to the bench first.' }
 */
export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: z.int(), output: z.unknown() }),
  z.object({
    type: z.literal('failure'),
    id: z.int(),
    /** A {@link FailureCode}, or `unexpected` for a mistake in the program. */
    code: z.string(),
    facts: z.record(z.string(), z.unknown()),
    message: z.string(),
    remedy: z.string().nullable(),
  }),
  z.object({ type: z.literal('snapshot'), id: z.int(), snapshot: snapshotView }),
  z.object({ type: z.literal('event'), event: labEvent }),
])
export type ServerMessage = z.infer<typeof serverMessage>
