import { type Notice, type NoticeFacts, withoutScheme } from '#contract'
import type { Clock } from '../../clock/index.ts'
import type { Binding, PeerConnection } from '../sip-server/index.ts'

/** Maximum of notices for one connection, and for all within an hour, so that a client that signs in as everybody cannot fill the list. */
const mostOfConnection = 8
const mostOfHour = 100
const hourMs = 3_600_000

/**
 * Reports users who signed in without authentication, once for each user and connection. With `none` on offer that is allowed,
 * but surprising: a desktop client can sign in as anybody with any password, and nothing else shows it.
 */
export class UnprovenSignIns {
  readonly #clock: Clock
  readonly #report: (notice: Notice) => void
  readonly #told = new WeakMap<PeerConnection, Set<string>>()
  #hour = { from: Number.NEGATIVE_INFINITY, count: 0 }

  constructor(clock: Clock, report: (notice: Notice) => void) {
    this.#clock = clock
    this.#report = report
  }

  note({ aor, connection }: Pick<Binding, 'aor' | 'connection'>): void {
    if (connection.isProven) return
    const told = this.#told.get(connection) ?? new Set()
    this.#told.set(connection, told)
    if (told.has(aor) || told.size >= mostOfConnection) return
    told.add(aor)
    const now = this.#clock.now()
    if (now - this.#hour.from >= hourMs) this.#hour = { from: now, count: 0 }
    this.#hour.count += 1
    if (this.#hour.count > mostOfHour) return
    let untold: NoticeFacts['unproven-sign-in']['untold'] = null
    if (this.#hour.count === mostOfHour) untold = 'within-the-hour'
    else if (told.size === mostOfConnection) untold = 'over-the-connection'
    const { address } = connection.origin
    this.#report({ code: 'unproven-sign-in', facts: { user: withoutScheme(aor), address, untold } })
  }
}
