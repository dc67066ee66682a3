import { keyedLists, type SessionView } from '#contract'

/** The session of a handheld, by its name. */
export function sessionOf(sessions: readonly SessionView[], handheld: string): SessionView | undefined {
  return keyedLists.sessions.lastOf(sessions, handheld)
}
