/** What admission looks at. */
export interface Occupancy {
  /** Whether the device that logs in has a session, which the login replaces. */
  hasSession: boolean
  /** Maximum simultaneous sessions; null: not configured. */
  maximum: number | null
  /** Sessions that there are, and logins that were let on and are not answered yet; without the caller's own session. */
  sessions: number
  /** Whether a timeout limit is configured. */
  hasTimeoutLimit: boolean
  /** Sessions that count as idle. */
  idleSessions: number
  /** How many sessions the HTTP persistent connection supports. */
  capacity: number
}

type Admission = 'go-on' | 'log-out-idle-and-go-on' | 'server-busy' | 'failed'

/** An occupancy, and what it means for the login. */
export interface Room extends Occupancy {
  admission: Admission
}

/**
 * Steps 4a to 4c of the process flow: whether there is room for one more session. The order is the original's; "maximum
 * reached, no timeout limit: Server Busy" is inferred. A device that has a session needs no second place, so its login is
 * admitted whatever the limits have become, and frees nobody else; that is inferred too.
 */
export function admit(occupancy: Occupancy): Admission {
  const { hasSession, maximum, sessions, hasTimeoutLimit, idleSessions, capacity } = occupancy
  if (hasSession) return 'go-on'
  if (maximum === null) return sessions < capacity ? 'go-on' : 'failed'
  if (sessions < maximum) return 'go-on'
  return hasTimeoutLimit && idleSessions > 0 ? 'log-out-idle-and-go-on' : 'server-busy'
}
