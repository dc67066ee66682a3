import { z } from 'zod'
import {
  bitRate,
  duration,
  type FaultView,
  faultCodes,
  faultKinds,
  faultPlaces,
  faultSchema,
  formatDuration,
} from '#contract'
import { shortTitle } from './short-title.ts'
import { stepKind } from './step-kind.ts'

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
export const fault = stepKind({
  schema: z.union([z.literal('none'), mended, brokenPlace]),
  description: 'Breaks something on purpose; `none` mends everything',
  example: { at: 'directory', kind: 'latency', delay: '3s' },
  check(value, path, scope) {
    if (value === 'none' || 'mend' in value || value.kind !== 'bandwidth') return
    const { bandwidth, rate } = value
    if (bandwidth === undefined || rate === undefined) return
    scope.report([...path, 'bandwidth'], 'expected rate or bandwidth, not both', 'key')
  },
  async run(value, context) {
    if (value === 'none') {
      await context.call('faults.clear', {})
    } else if ('mend' in value) {
      const { at, kind = null } = value.mend
      await context.call('faults.mend', { at, kind })
    } else {
      await context.call('faults.set', faultOf(value))
    }
  },
  title: (value) => shortTitle('fault', value, ['delay', 'jitter']),
  record: {
    'faults.clear': () => 'none' as const,
    // No file names one of several instances yet.
    'faults.mend': ({ at, instance, kind }) =>
      instance === null ? { mend: { at, ...(kind === null ? {} : { kind }) } } : null,
    'faults.set': written,
  },
})

/** As the API has it. */
export function faultOf(written: z.output<typeof brokenPlace>): FaultView {
  if (written.kind !== 'bandwidth') return written
  const { bandwidth, rate, ...same } = written
  return { ...same, rate: rate ?? bandwidth ?? usualBitsPerSecond }
}

/** As a file says it. */
function written(fault: FaultView): z.input<typeof brokenPlace> | null {
  const entries = Object.entries(fault).map(([key, value]) => {
    const isDuration = (key === 'delay' || key === 'jitter') && typeof value === 'number'
    return [key, isDuration ? formatDuration(value) : value]
  })
  const value = Object.fromEntries(entries)
  return isWritten(value) ? value : null
}

function isWritten(value: unknown): value is z.input<typeof brokenPlace> {
  return brokenPlace.safeParse(value).success
}
