/** The facts that decide whether a login is admitted. */
export interface Occupancy {
  /** Whether the device already has a session, which the login replaces. */
  hasSession: boolean
  /** Maximum simultaneous sessions; null: not configured. */
  maximum: number | null
  /** Open sessions plus admitted logins that have no answer yet, without the device's own session. */
  sessions: number
  /** Whether a timeout limit is configured. */
  hasTimeoutLimit: boolean
  /** Sessions that count as idle. */
  idleSessions: number
  /** How many sessions the HTTP persistent connection supports. */
  capacity: number
}

type Admission = 'go-on' | 'log-out-idle-and-go-on' | 'server-busy' | 'failed'

/** An occupancy and the decision that follows from it. */
export interface Room extends Occupancy {
  admission: Admission
}

/**
 * Steps 4a to 4c of the process flow: decides whether there is room for one more session. The order is the original's;
 * "maximum reached, no timeout limit: Server Busy" is inferred. A device that already has a session needs no second place,
 * so its login is always admitted and logs nobody out; that is inferred too.
 */
export function admit(occupancy: Occupancy): Admission {
  const { hasSession, maximum, sessions, hasTimeoutLimit, idleSessions, capacity } = occupancy
  if (hasSession) return 'go-on'
  if (maximum === null) return sessions < capacity ? 'go-on' : 'failed'
  if (sessions < maximum) return 'go-on'
  return hasTimeoutLimit && idleSessions > 0 ? 'log-out-idle-and-go-on' : 'server-busy'
}
