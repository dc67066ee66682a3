import { z } from 'zod'
import { faultSchema, type LinkView, linkPresets } from '../lab/api/index.ts'
import { bitRate, duration } from '../lab/file/index.ts'

/** The steps that make trouble: a bad radio link, and what is broken on purpose. */

const shareWords = 'a share from 0 to 1, or from 0% to 100%'
const shareForm = /^(100(\.0+)?|\d{1,2}(\.\d+)?)%$/

const share = z
  .union(
    [
      z.number({ error: shareWords }).min(0).max(1),
      z.string({ error: shareWords }).regex(shareForm, shareWords),
    ],
    {
      error: shareWords,
    },
  )
  .transform((written) => (typeof written === 'number' ? written : Number.parseFloat(written) / 100))

/** A handheld's own link: that of a kind of network, or values of its own; the coverage gives what is left out. */
export const link = z.union([
  z.enum(linkPresets),
  z.strictObject({
    delay: duration.optional().describe('One way'),
    jitter: duration.optional().describe('Up to this much more or less'),
    loss: share.optional().describe('The chance that a packet must be sent again: it costs time, never data'),
    bandwidth: bitRate.optional().describe('Bits per second, or a rate such as 40kbit'),
  }),
])

export const fault = z.union([z.literal('none'), faultSchema(duration, bitRate)])

/** As the API has it. */
export function linkOf(written: z.output<typeof link>): LinkView {
  if (typeof written === 'string') return written
  const { bandwidth, delay, jitter, loss } = written
  return {
    ...(delay === undefined ? {} : { delayMs: delay }),
    ...(jitter === undefined ? {} : { jitterMs: jitter }),
    ...(loss === undefined ? {} : { loss }),
    ...(bandwidth === undefined ? {} : { bitsPerSecond: bandwidth }),
  }
}
