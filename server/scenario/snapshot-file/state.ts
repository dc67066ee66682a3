import { formatKeyPath } from '../../files/index.ts'
import type { Lab } from '../../lab/index.ts'
import { firstDifference } from './difference.ts'
import { RestoredDifferently } from './restored-differently.ts'

/** What people see of a lab, made of JSON. */
export type LabState = Record<string, unknown>

/**
 * What a lab is like now, for people to read and for comparing; without what is another thing in each run of the same:
 * ports, and the tokens that SIP is full of.
 */
export async function stateOf(
  { api, drawn }: Pick<Lab, 'api' | 'drawn'>,
  startMs: number,
): Promise<LabState> {
  const { at, conditions, faults, handhelds, service, sessions, users } = await api.snapshot()
  const state = {
    atMs: at - startMs,
    at: new Date(at).toISOString(),
    // Where the generator is.
    drawn: drawn(),
    service,
    conditions,
    faults,
    users: by('id', users),
    handhelds: by('name', handhelds),
    sessions: by(
      'id',
      sessions.map(({ connectivity: { expiresAt, sipAddress, transport }, ...session }) => ({
        ...session,
        connectivity: { sipAddress, transport, expiresAt },
      })),
    ),
  }
  return jsonOf(state)
}

/** @throws {RestoredDifferently} naming the first thing that is not as the snapshot says */
export function compareStates(expected: LabState, found: LabState): void {
  const difference = firstDifference(expected, found)
  if (difference) {
    throw new RestoredDifferently(
      formatKeyPath(['state', ...difference.path]),
      difference.expected,
      difference.found,
    )
  }
  // Of the lists of all there are, also what should not be there.
  for (const list of ['users', 'handhelds', 'sessions']) {
    const known = new Set(keysOf(expected[list]))
    const more = keysOf(found[list]).find((key) => !known.has(key))
    if (more !== undefined)
      throw new RestoredDifferently(formatKeyPath(['state', list, more]), undefined, 'one')
  }
}

function by<K extends 'id' | 'name', T extends Record<K, string>>(key: K, all: readonly T[]) {
  return Object.fromEntries(all.map((one) => [one[key], one]))
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function jsonOf(state: object): LabState {
  return JSON.parse(JSON.stringify(state))
}
