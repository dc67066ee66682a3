import type { SessionView } from '#contract'

/** The session of `someHandheld`, which is in coverage and not idle; tests change what they are about. */
export const someSession: SessionView = {
  id: 's1',
  service: 'service-1',
  user: 'alice',
  handheld: 'reception',
  pin: '2100000A',
  isInCoverage: true,
  openedAt: 0,
  lastStatusAt: 0,
  lastActivityAt: 0,
  isReconnecting: false,
  connectivity: { sipAddress: 'sip:alice@x', server: 'x:5061', transport: 'tls', expiresAt: 1, details: [] },
}
