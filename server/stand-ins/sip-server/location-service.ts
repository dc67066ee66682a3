import { BoundedMap, Multimap } from '../../base/index.ts'
import type { Clock, Timer } from '../../clock/index.ts'
import { isSameUri, type SipUri, uriKey } from '../../protocols/sip/index.ts'
import type { PeerConnection } from './peer-connection.ts'

/** One endpoint of a user: its address and its expiry (RFC 3261 section 10). */
export interface Binding {
  /** The user's address of record as a key, which is the same for all spellings. */
  readonly aor: string
  /** The user's address, for people and for messages. */
  readonly sipAddress: string
  /** The ID of this endpoint among those of the user. */
  readonly endpoint: string
  /** Its epid in lower case, or null for a plain phone. */
  readonly epid: string | null
  /** The connection that it registered over. Once that is closed it cannot be reached, until it registers again. */
  readonly connection: PeerConnection
  /** Contact address, the text before it, and its parameters except those of the registrar, all as written. */
  readonly contact: string
  readonly contactName: string
  readonly contactParameters: string
  /** The Contact as a Request-URI (RFC 3261 section 19.1.1: without headers and method). */
  readonly target: string
  /** Set if the Contact is an address of this domain: requests are forwarded to that user. */
  readonly forward: SipUri | null
  /** Proxies on the way to the endpoint (RFC 3327), as Route values. */
  readonly path: readonly string[]
  /** Globally routable address of this endpoint (MS-SIPRE section 2.2.3), or null if it cannot have one. */
  readonly gruu: string | null
  readonly callId: string
  readonly sequence: number
  readonly expiresAt: number
}

/** Maximum endpoints per user in OCS; a further one replaces the oldest. */
const maximumEndpoints = 8

/** How long the CSeq of a removal is remembered: no request is in flight for longer (64 * T1). */
const removalMs = 32_000
const mostRemovals = 10_000

/** The addresses of all endpoints, written by the registrar and read for routing. */
export class LocationService {
  readonly #clock: Clock
  readonly #users = new Map<string, Map<string, { binding: Binding; timer: Timer }>>()
  /** By canonical Contact address. Several users of one phone may share an address. */
  readonly #contacts = new Multimap<string, Binding>()
  readonly #byConnection = new Multimap<PeerConnection, Binding>()
  /** CSeq of each REGISTER that removed something, the oldest first. */
  readonly #removals = new BoundedMap<string, { sequence: number; at: number }>(mostRemovals)
  /** Called with the user whose endpoints changed: one was added, removed, or became unreachable. */
  onChange: (aor: string) => void = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Adds or refreshes.
   * @returns the endpoint that was replaced, or null
   */
  bind(binding: Binding): Binding | null {
    const endpoints = this.#users.get(binding.aor) ?? new Map()
    this.#users.set(binding.aor, endpoints)
    const before = endpoints.get(binding.endpoint)
    before?.timer.cancel()
    if (before) this.#removeFromIndexes(before.binding)
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
    this.#contacts.add(uriKey(binding.contact), binding)
    this.#byConnection.add(binding.connection, binding)
    this.onChange(binding.aor)
    return evicted
  }

  remove(aor: string, endpoint: string): void {
    const endpoints = this.#users.get(aor)
    const known = endpoints?.get(endpoint)
    known?.timer.cancel()
    if (known) this.#removeFromIndexes(known.binding)
    const wasThere = endpoints?.delete(endpoint)
    if (endpoints?.size === 0) this.#users.delete(aor)
    if (wasThere) this.onChange(aor)
  }

  /** The reachable endpoints of a user, oldest first. */
  reachable(aor: string): Binding[] {
    return this.find(aor).filter(({ connection }) => connection.isOpen)
  }

  /** The reachable endpoints that are not forwarded: if all are, the user is not present. */
  present(aor: string): Binding[] {
    return this.reachable(aor).filter(({ forward }) => forward === null)
  }

  /** Whether any endpoint of a user is {@link present}. */
  isPresent(aor: string): boolean {
    for (const { binding } of this.#users.get(aor)?.values() ?? []) {
      if (binding.connection.isOpen && binding.forward === null) return true
    }
    return false
  }

  /** Called when a connection has closed: reports every user with an endpoint that registered over it. */
  lose(connection: PeerConnection): void {
    const aors = new Set(this.#byConnection.get(connection).map(({ aor }) => aor))
    for (const aor of aors) this.onChange(aor)
  }

  /** Every endpoint of a user, oldest first. */
  find(aor: string): Binding[] {
    return [...(this.#users.get(aor)?.values() ?? [])].map(({ binding }) => binding)
  }

  /** The endpoint of a user that registered this Contact address, in any spelling. */
  withContact(aor: string, contact: string): Binding | undefined {
    return this.find(aor).find((binding) => isSameUri(binding.contact, contact))
  }

  /** All endpoints that registered this Contact address, oldest first. */
  atContact(contact: string): Binding[] {
    return this.#contacts.get(uriKey(contact))
  }

  /** Remembers which REGISTER removed an endpoint (`*`: all), so that an older one that arrives later does not restore it. */
  noteRemoval(removal: RegisterNumber): void {
    const now = this.#clock.now()
    this.#removals.deleteOldestWhile(({ at }) => at <= now - removalMs)
    this.#removals.setNewest(removalKey(removal), { sequence: removal.sequence, at: now })
  }

  /** Whether a REGISTER is newer than all earlier changes of the endpoint by its Call-ID (RFC 3261 section 10.3, step 7). */
  isInOrder(register: RegisterNumber): boolean {
    const { aor, endpoint, callId, sequence } = register
    const known = this.get(aor, endpoint)
    if (known?.callId === callId && sequence <= known.sequence) return false
    return [endpoint, '*'].every((each) => {
      const removal = this.#removals.get(removalKey({ ...register, endpoint: each }))
      return !removal || this.#clock.now() - removal.at > removalMs || sequence > removal.sequence
    })
  }

  get(aor: string, endpoint: string): Binding | undefined {
    return this.#users.get(aor)?.get(endpoint)?.binding
  }

  all(): Binding[] {
    return [...this.#users.keys()].flatMap((aor) => this.find(aor))
  }

  clear(): void {
    this.#removals.clear()
    for (const { aor, endpoint } of this.all()) this.remove(aor, endpoint)
  }

  #removeFromIndexes(binding: Binding): void {
    this.#contacts.delete(uriKey(binding.contact), binding)
    this.#byConnection.delete(binding.connection, binding)
  }
}

/** The values that order REGISTER requests. */
export interface RegisterNumber {
  readonly aor: string
  readonly endpoint: string
  readonly callId: string
  readonly sequence: number
}

function removalKey({ aor, endpoint, callId }: RegisterNumber): string {
  return JSON.stringify([aor, endpoint, callId])
}
