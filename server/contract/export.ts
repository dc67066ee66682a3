import { z } from 'zod'
import { trafficQuery } from './traffic.ts'

/** What faces can save of a lab as a file. Browsers download it, the desktop app writes it where the person says. */

/** How frames are written: for Wireshark and others, one line of JSON for each frame, or for people. */
export const frameFormats = ['pcapng', 'jsonl', 'text'] as const
export type FrameFormat = (typeof frameFormats)[number]

export const exportRequest = z.discriminatedUnion('what', [
  /** The frames that match a query, of those that the lab keeps. */
  z.strictObject({
    what: z.literal('frames'),
    format: z.enum(frameFormats),
    query: trafficQuery.omit({ until: true }),
    /** Only the frames of so much lab time up to now. Null: all. */
    lastMs: z.number().positive().nullable().default(null),
  }),
  /** The latest recording, as far as it is written. */
  z.strictObject({ what: z.literal('recording') }),
  /** A ticket bundle, with its explanation in this language. */
  z.strictObject({ what: z.literal('bundle'), language: z.string().max(35).default('en') }),
])
export type ExportRequest = z.output<typeof exportRequest>
export type ExportOrder = z.input<typeof exportRequest>
