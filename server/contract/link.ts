import { z } from 'zod'
import { linkPresets } from './vocabulary.ts'

/** A handheld's own link; what is left out is as its coverage gives it. */
export const link = z.union([
  z.enum(linkPresets),
  z.strictObject({
    /** One way. */
    delayMs: z.number().min(0).optional(),
    /** Up to this much more or less. */
    jitterMs: z.number().min(0).optional(),
    /** The chance that a packet must be sent again: it costs time, never data. */
    loss: z.number().min(0).max(1).optional(),
    bitsPerSecond: z.number().min(1).optional(),
  }),
])
export type LinkView = z.output<typeof link>
