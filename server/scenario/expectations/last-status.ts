import { z } from 'zod'
import { loginResults } from '#contract'
import { expectationKind, fromSnapshot } from './expectation-kind.ts'

export const lastStatus = expectationKind({
  schema: z.enum(loginResults),
  description: 'How the latest login ended',
  example: 'server-busy',
  isSummary: true,
  start: fromSnapshot((expected, { lastStatus: found }) => {
    if (expected === found) return []
    const message = `expected the latest login to end ${expected}, found ${found ?? 'no login yet'}`
    return [{ path: [], message, handheld: null }]
  }),
})
