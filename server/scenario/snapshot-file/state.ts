import { formatKeyPath } from '../../files/index.ts'
import type { Lab } from '../../lab/index.ts'
import { firstDifference } from './difference.ts'
import { RestoredDifferently } from './restored-differently.ts'

/** The state of a lab that people see, as JSON. */
export type LabState = Record<string, unknown>

/**
 * The current state of a lab, for reading and comparing. It leaves out values that differ in every run, such as
 * ports and SIP tokens.
 */
export async function stateOf(
  { api, drawn }: Pick<Lab, 'api' | 'drawn'>,
  startMs: number,
): Promise<LabState> {
  const { at, conditions, faults, handhelds, service, sessions, users } = await api.snapshot()
  const state = {
    atMs: at - startMs,
    at: new Date(at).toISOString(),
    // The position of the random generator.
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

/** @throws {RestoredDifferently} naming the first difference from the snapshot */
export function compareStates(expected: LabState, found: LabState): void {
  const difference = firstDifference(expected, found)
  if (difference) {
    throw new RestoredDifferently(
      formatKeyPath(['state', ...difference.path]),
      difference.expected,
      difference.found,
    )
  }
  // These lists must not have additional entries.
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
