import { z } from 'zod'
import { coverages } from '#contract'
import { perHandheld } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const coverage = stepKind({
  schema: perHandheld(z.enum(coverages)),
  description: 'How well the network reaches handhelds; none: not at all',
  example: { alice: 'none' },
  check: (value, path, scope) => scope.checkHandhelds(value, path),
  async run(value, context) {
    for (const [name, coverage] of context.entries(value)) {
      await context.call('handheld.setCoverage', { name, coverage })
    }
  },
  record: { 'handheld.setCoverage': ({ name, coverage }) => ({ [name]: coverage }) },
})
