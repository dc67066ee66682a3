import { withoutScheme } from '#contract'
import type { Clock } from '../../clock/index.ts'
import type { Binding, PeerConnection } from '../sip-server/index.ts'

/** Of one connection, and of all within an hour: whoever signs in as everybody shall not fill the notices. */
const mostOfConnection = 8
const mostOfHour = 100
const hourMs = 3_600_000

/**
 * Says who signed in without proving who they are, once for each user and connection. With `none` on offer that is no fault,
 * but a trap: a desktop client signs in as anybody, with whatever password, and nothing else shows it.
 */
export class UnprovenSignIns {
  readonly #clock: Clock
  readonly #report: (text: string) => void
  readonly #told = new WeakMap<PeerConnection, Set<string>>()
  #hour = { from: Number.NEGATIVE_INFINITY, count: 0 }

  constructor(clock: Clock, report: (text: string) => void) {
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
    let more = ''
    if (this.#hour.count === mostOfHour) more = '. Others who do so within the hour are not told of'
    else if (told.size === mostOfConnection) more = '. Others over the same connection are not told of'
    this.#report(
      `${withoutScheme(aor)} signed in without proof, from ${connection.origin.address}: no password was asked for, since communicationsServer.authentication offers none${more}`,
    )
  }
}
