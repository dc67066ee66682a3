import { z } from 'zod'
import { faultDurationKeys, faultKinds, faultOf, faultPlaces, writeFault, writtenFault } from '#contract'
import { shortTitle } from './short-title.ts'
import { stepKind } from './step-kind.ts'

/** Reports have given clock offsets in milliseconds since their first version. */
const durations = faultDurationKeys.filter((key) => key !== 'offset')

const mended = z.strictObject({
  mend: z
    .strictObject({
      at: z.enum(faultPlaces).describe('The place'),
      kind: z.enum(faultKinds).optional().describe('Everything there, unless told'),
    })
    .describe('Mends one thing'),
})

const released = z.strictObject({
  release: z
    .strictObject({
      at: z.enum(faultPlaces).describe('The place'),
      oldest: z.boolean().optional().describe('Only what was held first; everything, unless told'),
    })
    .describe('Lets go on what a fault of the kind hold holds'),
})

/** The defaults of the parameters of each kind of fault. */
export const fault = stepKind({
  schema: z.union([z.literal('none'), mended, released, writtenFault]),
  description: 'Breaks something on purpose; `none` mends everything',
  example: { at: 'directory', kind: 'latency', delay: '3s' },
  check(value, path, scope) {
    if (value === 'none' || 'mend' in value || 'release' in value || value.kind !== 'bandwidth') return
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
    } else if ('release' in value) {
      const { at, oldest = false } = value.release
      await context.call('faults.release', { at, isOldestOnly: oldest })
    } else {
      await context.call('faults.set', faultOf(value))
    }
  },
  title: (value) => shortTitle('fault', value, durations),
  record: {
    'faults.clear': () => 'none' as const,
    // Files cannot name one of several instances yet.
    'faults.mend': ({ at, instance, kind }) =>
      instance === null ? { mend: { at, ...(kind === null ? {} : { kind }) } } : null,
    'faults.release': ({ at, isOldestOnly }) => ({
      release: { at, ...(isOldestOnly ? { oldest: true } : {}) },
    }),
    'faults.set': writeFault,
  },
})
