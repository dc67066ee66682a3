import type { Clock, Timer } from '../lab/clock/index.ts'
import type { PeerConnection } from './peer-connection.ts'

/** One endpoint of a user: where it can be reached, and until when (RFC 3261 section 10). */
export interface Binding {
  /** The user's address of record, as the key under which all spellings are one. */
  readonly aor: string
  /** The user's address as the endpoint wrote it. */
  readonly sipAddress: string
  /** What tells this endpoint from the user's others. */
  readonly endpoint: string
  /** Its epid in lower case, or null for a plain phone. */
  readonly epid: string | null
  /** The connection that it registered over. Once that is closed it cannot be reached, until it registers again. */
  readonly connection: PeerConnection
  /** Contact address, and the Contact header's parameters other than expires and gruu, ready to be written. */
  readonly contact: string
  readonly contactParameters: string
  /** Globally routable address of this endpoint (MS-SIPRE section 2.2.3), or null where it cannot have one. */
  readonly gruu: string | null
  readonly callId: string
  readonly sequence: number
  readonly expiresAt: number
}

/** OCS lets a user have so many endpoints; the oldest makes room for the next. */
const maximumEndpoints = 8

/** Who can be reached where: the registrar writes it, whatever routes reads it. */
export class LocationService {
  readonly #clock: Clock
  readonly #users = new Map<string, Map<string, { binding: Binding; timer: Timer }>>()
  /** By contact address, as requests within a dialog name it. */
  readonly #contacts = new Map<string, Binding>()
  /** Told whose endpoints changed: came, went, or can no longer be reached. */
  onChange: (aor: string) => void = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Adds or refreshes.
   * @returns the endpoint that made room, or null
   */
  bind(binding: Binding): Binding | null {
    const endpoints = this.#users.get(binding.aor) ?? new Map()
    this.#users.set(binding.aor, endpoints)
    const before = endpoints.get(binding.endpoint)
    before?.timer.cancel()
    if (before) this.#forgetContact(before.binding)
    const [oldest] = endpoints.keys()
    let evicted: Binding | null = null
    if (endpoints.size >= maximumEndpoints && !endpoints.has(binding.endpoint) && oldest !== undefined) {
      evicted = endpoints.get(oldest)?.binding ?? null
      this.remove(binding.aor, oldest)
      this.#users.set(binding.aor, endpoints)
    }
    const timer = this.#clock.after(binding.expiresAt - this.#clock.now(), () => {
      this.remove(binding.aor, binding.endpoint)
    })
    endpoints.set(binding.endpoint, { binding, timer })
    this.#contacts.set(binding.contact, binding)
    this.onChange(binding.aor)
    return evicted
  }

  remove(aor: string, endpoint: string): void {
    const endpoints = this.#users.get(aor)
    const known = endpoints?.get(endpoint)
    known?.timer.cancel()
    if (known) this.#forgetContact(known.binding)
    const wasThere = endpoints?.delete(endpoint)
    if (endpoints?.size === 0) this.#users.delete(aor)
    if (wasThere) this.onChange(aor)
  }

  /** The endpoints of a user that can be reached, oldest first. */
  reachable(aor: string): Binding[] {
    return this.find(aor).filter(({ connection }) => connection.isOpen)
  }

  /** A connection is gone, and with it the way to whoever registered over it. */
  lose(connection: PeerConnection): void {
    const aors = new Set(
      this.all().flatMap((binding) => (binding.connection === connection ? [binding.aor] : [])),
    )
    for (const aor of aors) this.onChange(aor)
  }

  /** Every endpoint of a user, oldest first. */
  find(aor: string): Binding[] {
    return [...(this.#users.get(aor)?.values() ?? [])].map(({ binding }) => binding)
  }

  /** The endpoint that registered this very contact address. */
  withContact(contact: string): Binding | undefined {
    return this.#contacts.get(contact)
  }

  get(aor: string, endpoint: string): Binding | undefined {
    return this.#users.get(aor)?.get(endpoint)?.binding
  }

  all(): Binding[] {
    return [...this.#users.keys()].flatMap((aor) => this.find(aor))
  }

  clear(): void {
    for (const { aor, endpoint } of this.all()) this.remove(aor, endpoint)
  }

  /** Two users of one phone may have the same contact: the later one keeps it. */
  #forgetContact(binding: Binding): void {
    if (this.#contacts.get(binding.contact) === binding) this.#contacts.delete(binding.contact)
  }
}
