import { z } from 'zod'
import { presences } from '#contract'
import { perHandheld } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const presence = stepKind({
  schema: perHandheld(z.enum(presences)),
  description: 'The presence that the person chooses on the handheld',
  example: { alice: 'busy' },
  check: (value, path, scope) => scope.checkHandhelds(value, path),
  async run(value, context) {
    for (const [name, presence] of context.entries(value)) {
      await context.call('handheld.setPresence', { name, presence })
    }
  },
  record: { 'handheld.setPresence': ({ name, presence }) => ({ [name]: presence }) },
})
