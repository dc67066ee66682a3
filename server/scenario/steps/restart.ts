import { z } from 'zod'
import { duration, formatDuration, restartableParts } from '#contract'
import { stepKind } from './step-kind.ts'

/** How long a server is down, unless told. */
const usualMs = 1_000

const part = z.enum(restartableParts)

export const restart = stepKind({
  schema: z.union([
    part,
    z.strictObject({
      at: part.describe('The part that is restarted'),
      for: duration
        .optional()
        .describe(
          'How long it is gone; unless told, a server for a second, while the service is back at once. Logins meanwhile end unavailable; without the Dispatcher they wait for it',
        ),
    }),
  ]),
  description:
    'Stops a part in order, and starts it again; the step ends when it is back. The Configuration Database keeps what it holds, also in memory',
  example: 'service',
  async run(value, context) {
    const { at, for: told } = typeof value === 'string' ? { at: value } : value
    if (at === 'service' && told === undefined) {
      await context.call('service.restart', {})
      return
    }
    const forMs = told ?? usualMs
    await context.call('part.restart', { at, forMs })
    await context.advance(forMs)
  },
  record: {
    // Files cannot name one of several instances yet.
    'service.restart': ({ instance }) => (instance === null ? 'service' : null),
    'part.restart': ({ at, forMs }) => (forMs === undefined ? at : { at, for: formatDuration(forMs) }),
  },
})
