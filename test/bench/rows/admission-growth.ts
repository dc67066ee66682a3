import { setTimeout } from 'node:timers/promises'
import { admit } from '../../../server/collaboration/admission.ts'
import { type Session, SessionTable } from '../../../server/collaboration/session-table.ts'
import type { Row, Sample } from '../row.ts'

/** The timeout limit. A session counts as idle if its last status message is older. */
const limitMs = 600_000
const admissionsAfterStatus = 1_000
/** After a collection of garbage, other threads of V8 go on with it for a while, and their processor time is counted too. */
const collectedAfterMs = 50

function createSession(number: number, at: number): Session {
  const pin = number.toString(16).toUpperCase().padStart(8, '0')
  return {
    id: `session-${number}`,
    pin,
    user: `load${number}`,
    openedAt: at,
    lastStatusAt: at,
    lastActivityAt: at,
    statusIntervalMs: 60_000,
    isReconnecting: false,
    passwordCaching: false,
    connectivity: { sipAddress: '', server: '', transport: 'tls', expiresAt: 0, details: [] },
  }
}

/** A full service: each login finds the maximum reached and logs out the one session that is idle. */
class FullService {
  readonly #table = new SessionTable()
  readonly #maximum: number
  #created = 0
  #now = 0

  constructor(maximum: number) {
    this.#maximum = maximum
    for (let number = 0; number < maximum; number += 1) this.#add()
  }

  #add(): void {
    this.#created += 1
    this.#table.add(createSession(this.#created, this.#now))
  }

  /**
   * Lets every session send a status message, 1 ms after another, and then admits new logins, one a millisecond.
   * @param rounds number of repetitions
   * @returns the cost of the admissions alone
   */
  async measure(rounds: number): Promise<Sample> {
    let cpuMs = 0
    let wallMs = 0
    for (let round = 0; round < rounds; round += 1) {
      for (const session of this.#table.all()) {
        this.#now += 1
        this.#table.statusArrived(session, this.#now)
      }
      // Exactly one session is silent for too long at each admission.
      this.#now += limitMs + 1 - (this.#maximum - 1)
      // The garbage of the status messages is not part of the admissions.
      globalThis.gc?.()
      await setTimeout(collectedAfterMs)
      const startedAt = performance.now()
      const before = process.cpuUsage()
      for (let count = 0; count < admissionsAfterStatus; count += 1) {
        this.#admitOne()
        this.#now += 1
      }
      const { user, system } = process.cpuUsage(before)
      cpuMs += (user + system) / 1_000
      wallMs += performance.now() - startedAt
    }
    return { cpuMs, wallMs, value: (cpuMs * 1_000) / (rounds * admissionsAfterStatus) }
  }

  #admitOne(): void {
    const table = this.#table
    const pin = `new-${this.#created}`
    const release = table.hold(pin)
    const idle = table.idle(this.#now, limitMs)
    const admission = admit({
      hasSession: false,
      maximum: this.#maximum,
      sessions: table.countBeside(pin),
      hasTimeoutLimit: true,
      idleSessions: idle.length,
      capacity: this.#maximum,
    })
    if (admission !== 'log-out-idle-and-go-on' || idle.length !== 1) {
      throw new Error(`${idle.length} of ${this.#maximum} sessions are idle: ${admission}`)
    }
    for (const session of idle) table.remove(session, 'idle')
    release()
    this.#add()
  }
}

/** Measures a new service with this number of sessions. @returns microseconds of processor time per admission */
export function measureAdmissions(sessions: number, rounds: number): Promise<Sample> {
  return new FullService(sessions).measure(rounds)
}

export const admissionGrowth: Row = {
  name: 'admission-growth',
  what: 'admission that logs out one idle session, after every session has sent a status message: 100,000 sessions / 1,000',
  unit: 'µs of CPU per admission',
  goal: { atMost: 1.3 },
  rounds: 9,
  async open(isSmall) {
    const many = new FullService(isSmall ? 10_000 : 100_000)
    const few = new FullService(1_000)
    const rounds = isSmall ? 1 : 20
    return { ours: () => many.measure(rounds), theirs: () => few.measure(rounds) }
  },
}
