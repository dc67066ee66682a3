import { z } from 'zod'
import { expectationKind, fromSnapshot } from './expectation-kind.ts'

/** Handhelds that a message names. */
const mostNames = 10

/** How many sessions the service has. */
export const sessions = expectationKind({
  schema: z.int().min(0),
  description: 'How many sessions there are',
  example: 2,
  isSummary: true,
  start: fromSnapshot((expected, { snapshot }) => {
    const { sessions: found } = snapshot
    if (expected === found.length) return []
    const names = found.slice(0, mostNames).map(({ handheld }) => handheld)
    const who = [...names, ...(found.length > mostNames ? ['…'] : [])].join(', ')
    const message = `expected ${expected} sessions, found ${found.length}${who && ` (${who})`}`
    return [{ path: [], message, handheld: null }]
  }),
})
