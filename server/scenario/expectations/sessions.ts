import { z } from 'zod'
import type { Snapshot } from '#contract'
import type { Mismatch } from '../mismatch.ts'
import { expectationKind } from './expectation-kind.ts'

/** Handhelds that a message names. */
const mostNames = 10

/** How many sessions the service has. */
export const sessions = expectationKind({
  schema: z.int().min(0),
  description: 'How many sessions there are',
  example: 2,
  isSummary: true,
  start({ api }) {
    // A session changes with each of its status messages; how many there are changes only now and then.
    const known = new Set<string>()
    let changes = 0
    const stop = api.subscribe(
      (event) => {
        if (event.type === 'session' && !known.has(event.session.id)) {
          known.add(event.session.id)
          changes += 1
        } else if (event.type === 'session-closed') {
          known.delete(event.id)
          changes += 1
        }
      },
      ['session', 'session-closed'],
    )
    return {
      differences: (expected, { snapshot }) => difference(expected, snapshot),
      get changes() {
        return changes
      },
      stop,
    }
  },
})

function difference(expected: number, { sessions: found }: Snapshot): Mismatch[] {
  if (expected === found.length) return []
  const names = found.slice(0, mostNames).map(({ handheld }) => handheld)
  const who = [...names, ...(found.length > mostNames ? ['…'] : [])].join(', ')
  const message = `expected ${expected} sessions, found ${found.length}${who && ` (${who})`}`
  return [{ path: [], message, handheld: null }]
}
