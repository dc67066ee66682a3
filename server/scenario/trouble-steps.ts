import { z } from 'zod'
import {
  bitRate,
  duration,
  type FaultView,
  faultCodes,
  faultKinds,
  faultPlaces,
  faultSchema,
  type LinkView,
  linkPresets,
} from '#contract'

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

/** Some write a code as text: digits are a number once read. */
function numbered(code: z.ZodType<number, number>) {
  const digits = z
    .string()
    .regex(/^\d{1,5}$/, 'a number')
    .transform(Number)
  return z.union([digits.pipe(code), code])
}

const [resultCode, subCode] = faultCodes.directory.options

const usualBitsPerSecond = 9_600

const brokenPlace = faultSchema({
  delay: duration.prefault('1s'),
  jitter: duration,
  rate: {
    rate: bitRate.optional().describe('Bits per second, or a rate such as 40kbit; unless told, 9.6kbit'),
    bandwidth: bitRate.optional().describe('Another name for rate'),
  },
  codes: {
    communicationsServer: numbered(faultCodes.communicationsServer)
      .prefault(503)
      .describe(`${faultCodes.communicationsServer.description}; 503 unless told`),
    directory: z
      .union([numbered(resultCode), subCode])
      .prefault(52)
      .describe(`${faultCodes.directory.description}; 52 (unavailable) unless told`),
    database: numbered(faultCodes.database)
      .prefault(1205)
      .describe(`${faultCodes.database.description}; 1205 unless told`),
    dispatcher: faultCodes.dispatcher
      .prefault('unknown-device')
      .describe(`${faultCodes.dispatcher.description}; unknown-device unless told`),
  },
})

const mended = z.strictObject({
  mend: z
    .strictObject({
      at: z.enum(faultPlaces),
      kind: z.enum(faultKinds).optional().describe('Everything there, unless told'),
    })
    .describe('Mends one thing'),
})

/** What a fault leaves out is as it usually is: each kind has something that it does. */
export const fault = z.union([z.literal('none'), mended, brokenPlace])

/** As the API has it. */
export function faultOf(written: z.output<typeof brokenPlace>): FaultView {
  if (written.kind !== 'bandwidth') return written
  const { bandwidth, rate, ...same } = written
  return { ...same, rate: rate ?? bandwidth ?? usualBitsPerSecond }
}

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
