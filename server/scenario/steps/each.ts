import { z } from 'zod'
import { fillInHandheld, hasPlaceholder } from '../handheld-names.ts'
import type { BlockKind } from './step-kind.ts'

/** Runs its steps for each handheld that a glob matches: `*` any characters, `?` exactly one. */
export const each: BlockKind<{ handheld: string }> = {
  schema: (steps) => z.strictObject({ handheld: z.string().min(1), steps }),
  example: { handheld: 'load*', steps: [{ login: '$handheld' }] },
  check({ handheld }, path, scope, handhelds) {
    if (handhelds?.length !== 0) return
    scope.report([...path, 'handheld'], `no handheld of this lab matches ${JSON.stringify(handheld)}`)
  },
  handhelds: {
    of: ({ handheld }, outer, names) => names.matching(fillInHandheld(handheld, outer)),
    dependOnOuter: ({ handheld }) => hasPlaceholder(handheld),
  },
}
