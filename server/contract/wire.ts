import { z } from 'zod'
import { labEvent } from './events.ts'
import { mostTrafficRows, trafficPosition, trafficQuery } from './traffic.ts'
import { snapshotView } from './views.ts'

/** The messages of the API. Each is a JSON object, which a WebSocket carries as text and Electron's IPC as a value. */

/**
 * A message from a face to the lab. The answer has the same `id`.
 * @example { type: 'call', id: 7, command: 'handheld.logout', input: { name: 'alice' } }
 */
export const clientMessage = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('call'), id: z.int(), command: z.string(), input: z.unknown() }),
    /** Requests a snapshot and all later events. */
    z.strictObject({ type: z.literal('watch'), id: z.int() }),
    /** Opens a reader of frames, which the ID names from then on. The answer is its position. */
    z.strictObject({ type: z.literal('read-traffic'), id: z.int(), query: trafficQuery }),
    /** Requests rows of a reader; the answer is a `TrafficRows`. */
    z.strictObject({
      type: z.literal('traffic-rows'),
      id: z.int(),
      reader: z.int(),
      from: z.int(),
      count: z.int().min(0).max(mostTrafficRows),
    }),
    /** Closes a reader. There is no answer. */
    z.strictObject({ type: z.literal('close-traffic'), id: z.int() }),
  ]),
)
export type ClientMessage = z.infer<typeof clientMessage>

/** The messages of a lab that have its whole state. */
export const snapshotMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), id: z.int(), snapshot: snapshotView }),
  /** Instead of the events since the last one: the face read too slowly. Later events follow. */
  z.object({ type: z.literal('newer-snapshot'), snapshot: snapshotView }),
])

/**
 * A message from the lab to a face. Events have no `id`: a face that watches receives all of them.
 * @example { type: 'failure', id: 7, code: 'unknown-handheld', facts: { name: 'carol' }, message: 'there is no handheld carol', remedy: 'Add it to the bench first.' }
 */
export const serverMessage = z.lazy(() =>
  z.discriminatedUnion('type', [
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
    z.object({ type: z.literal('event'), event: labEvent }),
    snapshotMessage,
    /** The new position of the reader with this ID. */
    z.object({ type: z.literal('traffic'), id: z.int(), position: trafficPosition }),
  ]),
)
export type ServerMessage = z.infer<typeof serverMessage>
