import { z } from 'zod'
import { loginResults } from '#contract'
import { expectationKind, fromSnapshot } from './expectation-kind.ts'

export const lastStatus = expectationKind({
  schema: z.enum(loginResults),
  description: 'How the login ended that ended last',
  example: 'server-busy',
  isSummary: true,
  start: fromSnapshot((expected, { lastStatus: found }) => {
    if (found?.result === expected) return []
    const shown = found === null ? 'no login yet' : `${found.result} (${found.handheld})`
    const message = `expected the latest login to end ${expected}, found ${shown}`
    return [{ path: [], message, handheld: found?.handheld ?? null }]
  }),
})
