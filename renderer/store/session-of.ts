import type { SessionView } from '#contract'

const byHandheld = new WeakMap<readonly SessionView[], ReadonlyMap<string, SessionView>>()

/** The session of a handheld, by its name. Each list is gone through once, however many ask. */
export function sessionOf(sessions: readonly SessionView[], handheld: string): SessionView | undefined {
  let known = byHandheld.get(sessions)
  if (known === undefined) {
    known = new Map(sessions.map((session) => [session.handheld, session]))
    byHandheld.set(sessions, known)
  }
  return known.get(handheld)
}
