import { z } from 'zod'
import { linkPresets } from './vocabulary.ts'

/** The link of a handheld. Values that are left out are those of its coverage. */
export const link = z.union([
  z.enum(linkPresets),
  z.strictObject({
    /** One-way delay. */
    delayMs: z.number().min(0).optional(),
    /** Maximum deviation of the delay in either direction. */
    jitterMs: z.number().min(0).optional(),
    /** Probability that a transmission is lost. Lost packets are retransmitted, so loss costs time but no data. */
    loss: z.number().min(0).max(1).optional(),
    bitsPerSecond: z.number().min(1).optional(),
    /** Of what the handheld sends; left out: the same as of what it receives. */
    upBitsPerSecond: z.number().min(1).optional(),
  }),
])
export type LinkView = z.output<typeof link>
