import type { Transport } from '#contract'
import { connectionLost, type PeerUnavailable } from '../../sip-user-agent/index.ts'
import type { FrameOrigin } from '../../traffic/index.ts'
import type { EndpointConnection } from './endpoint-connection.ts'

/** Who a connection belongs to: a session's name, or `null` for those that all sessions share. */
type ConnectionOwner = string | null

/** A server that another one named. */
export interface Destination {
  readonly host: string
  readonly port: number
  readonly transport: Transport
}

/** Names a connection: whose it is, and where it leads. */
export interface ConnectionPlace {
  readonly owner: ConnectionOwner
  /** Where a redirection leads; null: to the server that is configured. */
  readonly destination: Destination | null
}

export interface EndpointConnectionsOptions {
  /**
   * @param onLost to be called when the connection is gone, and not by its `close`
   * @param origin the login or session that opens it
   */
  open(
    place: ConnectionPlace,
    onLost: (why: PeerUnavailable) => void,
    origin: FrameOrigin | undefined,
  ): Promise<EndpointConnection>
  /** Called when a connection is gone, unless it was discarded. */
  onLost(place: ConnectionPlace, why: PeerUnavailable): void
}

/**
 * The service's connections to the Communications Server: one for all sessions (OCS 2007 R2: "a small shared pool") or one
 * for each (OCS 2007). The same applies to each server that a redirection leads to.
 */
export class EndpointConnections {
  readonly #options: EndpointConnectionsOptions
  readonly #open = new Map<string, { place: ConnectionPlace; opening: Promise<EndpointConnection> }>()
  #isClosed = false

  constructor(options: EndpointConnectionsOptions) {
    this.#options = options
  }

  /** Whether the connection is open or being opened. */
  has(place: ConnectionPlace): boolean {
    return this.#open.has(keyOfPlace(place))
  }

  /**
   * @returns the connection of a place; opens it if there is none
   * @param origin the login or session that asks, for the frames of the opening
   * @throws PeerUnavailable
   */
  obtain(place: ConnectionPlace, origin?: FrameOrigin): Promise<EndpointConnection> {
    if (this.#isClosed) return Promise.reject(connectionLost({ code: 'service-closed', facts: {} }))
    const key = keyOfPlace(place)
    const open = this.#open.get(key)
    if (open) return open.opening
    const isCurrent = () => this.#open.get(key)?.opening === opening
    const opening: Promise<EndpointConnection> = this.#options
      .open(
        place,
        (why) => {
          if (!isCurrent()) return
          this.#open.delete(key)
          this.#options.onLost(place, why)
        },
        origin,
      )
      .then((opened) => {
        // The connection was discarded while it was being opened, such as after a change of settings.
        if (isCurrent()) return opened
        opened.close()
        throw connectionLost({ code: 'given-up-while-opening', facts: {} })
      })
    this.#open.set(key, { place, opening })
    opening.catch(() => {
      if (isCurrent()) this.#open.delete(key)
    })
    return opening
  }

  /** Closes a connection without calling `onLost`. */
  discard(place: ConnectionPlace): void {
    const key = keyOfPlace(place)
    const dropped = this.#open.get(key)
    this.#open.delete(key)
    dropped?.opening.then((connection) => connection.close()).catch(() => {})
  }

  discardAll(): void {
    for (const { place } of [...this.#open.values()]) this.discard(place)
  }

  close(): void {
    this.#isClosed = true
    this.discardAll()
  }
}

/** Equal for equal places. */
export function keyOfPlace({ owner, destination }: ConnectionPlace): string {
  const where = destination === null ? '' : describeDestination(destination)
  return `${owner ?? ''} ${where}`
}

/** Such as `pool02.corp.example:5061 over TLS`. */
export function describeDestination({ host, port, transport }: Destination): string {
  return `${host}:${port} over ${transport.toUpperCase()}`
}
