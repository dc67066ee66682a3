import { keyedLists, type Snapshot } from '#contract'

/** A value that exists in the lab, for the completion of a filter. */
export interface KnownValue {
  value: string
  /** Whose it is, such as the user of a login. */
  about?: string
}

const newestFlows = 50

/** The values that exist now for a key of the filter; null: the key has its own. */
export function knownValues(lab: Snapshot, key: string): readonly KnownValue[] | null {
  switch (key) {
    case 'handheld':
      return keyedLists.handhelds.keys(lab.handhelds).map((value) => ({ value }))
    case 'user':
      return keyedLists.users.keys(lab.users).map((value) => ({ value }))
    case 'session':
      return lab.sessions.map(({ id, user }) => ({ value: id, about: user }))
    case 'flow':
      return lab.flows
        .slice(-newestFlows)
        .reverse()
        .map(({ id, user }) => ({ value: id, about: user }))
    case 'call':
      return lab.sessions.flatMap(({ connectivity, user }) =>
        connectivity.details
          .filter(({ name }) => name === 'Call-ID')
          .map(({ value }) => ({ value, about: user })),
      )
    case 'step':
      return lab.processFlow.steps.map(({ id }) => ({ value: id }))
    default:
      return null
  }
}
