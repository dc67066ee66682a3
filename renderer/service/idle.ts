import type { ServiceView, SessionView } from '#contract'

type Timeout = Pick<ServiceView, 'idleTimeoutMs'>

/**
 * Whether a login that finds the maximum reached would log this session out: the device is outside coverage now, or its
 * last status message is older than the timeout limit. Without a timeout limit no session counts as idle.
 */
export function isIdle(session: SessionView, service: Timeout, now: number): boolean {
  if (service.idleTimeoutMs === null) return false
  return !session.isInCoverage || now - session.lastStatusAt > service.idleTimeoutMs
}
