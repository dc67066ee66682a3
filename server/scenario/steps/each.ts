import { z } from 'zod'
import { fillInHandheld, hasPlaceholder } from '../handheld-names.ts'
import type { BlockKind } from './step-kind.ts'

const glob = z.string().min(1)

/** Runs its steps for each handheld that a glob matches, or one of several: `*` any characters, `?` exactly one. */
export const each: BlockKind<{ handheld: string | string[] }> = {
  schema: (steps) =>
    z.strictObject({
      handheld: z
        .union([glob, z.array(glob).min(1)])
        .describe('A name, a glob, or a list of them; each handheld once, in the order of the list'),
      steps: steps.describe('What is done for each of them'),
    }),
  description: 'Runs its steps for each handheld in turn; `$handheld` stands for its name',
  example: { handheld: 'load*', steps: [{ login: '$handheld' }] },
  check({ handheld }, path, scope, handhelds) {
    if (typeof handheld === 'string') {
      if (handhelds?.length !== 0) return
      scope.report([...path, 'handheld'], noMatch(handheld))
      return
    }
    for (const [index, one] of handheld.entries()) {
      const meanings = hasPlaceholder(one) ? (scope.each ?? [null]) : [null]
      if (meanings.some((outer) => scope.handhelds.matching(fillInHandheld(one, outer)).length > 0)) continue
      scope.report([...path, 'handheld', index], noMatch(one))
    }
  },
  handhelds: {
    of: ({ handheld }, outer, names) => {
      const globs = typeof handheld === 'string' ? [handheld] : handheld
      return [...new Set(globs.flatMap((one) => names.matching(fillInHandheld(one, outer))))]
    },
    dependOnOuter: ({ handheld }) =>
      typeof handheld === 'string' ? hasPlaceholder(handheld) : handheld.some(hasPlaceholder),
  },
}

function noMatch(glob: string): string {
  const words = `no handheld of this lab matches ${JSON.stringify(glob)}`
  return /[[\]{},|^()]/.test(glob)
    ? `${words}; only \`*\` (any characters) and \`?\` (exactly one) stand for others`
    : words
}
