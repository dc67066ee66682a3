import type { SessionView } from './views.ts'

/** Whether the last status message of a session is older than the timeout limit. */
export function isSilent(
  { lastStatusAt }: Pick<SessionView, 'lastStatusAt'>,
  idleTimeoutMs: number,
  now: number,
): boolean {
  return now - lastStatusAt > idleTimeoutMs
}

/**
 * Whether a login that finds the maximum reached would log this session out (step 4a): the device is outside coverage now, or
 * has been silent for longer than the timeout limit.
 * @param idleTimeoutMs null: not configured, and no session counts as idle
 */
export function isIdle(
  session: Pick<SessionView, 'isInCoverage' | 'lastStatusAt'>,
  idleTimeoutMs: number | null,
  now: number,
): boolean {
  if (idleTimeoutMs === null) return false
  return !session.isInCoverage || isSilent(session, idleTimeoutMs, now)
}
