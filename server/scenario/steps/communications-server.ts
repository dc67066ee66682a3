import { z } from 'zod'
import { transports } from '#contract'
import { stepKind } from './step-kind.ts'

export const communicationsServer = stepKind({
  schema: z.strictObject({
    transport: z.enum(transports).describe('TLS, or TCP where the environment may use it'),
  }),
  description: 'The transport of the connection to the Communications Server, changed while the lab runs',
  example: { transport: 'tcp' },
  async run({ transport }, context) {
    await context.call('service.configure', { transport })
  },
  record: {
    'service.configure': ({ transport, ...others }) =>
      transport === undefined || Object.values(others).some((one) => one !== undefined)
        ? null
        : { transport },
  },
})
