import { z } from 'zod'
import { stepKind } from './step-kind.ts'

export const restart = stepKind({
  schema: z.literal('service'),
  description: 'Stops in order, which ends every session, and starts again',
  example: 'service',
  async run(_value, context) {
    await context.call('service.restart', {})
  },
  // Files cannot name one of several instances yet.
  record: { 'service.restart': ({ instance }) => (instance === null ? 'service' : null) },
})
