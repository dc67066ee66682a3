import type { EndpointConnection } from './endpoint-connection.ts'
import { lost } from './sip-user-agent.ts'

/** Who a connection belongs to: a session's name, or `null` for the one that all sessions share. */
export type ConnectionOwner = string | null

export interface EndpointConnectionsOptions {
  /** @param onLost to be called when the connection is gone, and not by its `close` */
  open(onLost: () => void): Promise<EndpointConnection>
  /** A connection is gone, and not because it was discarded. */
  onLost(owner: ConnectionOwner): void
}

/**
 * The service's connections to the Communications Server: one for all sessions, as OCS 2007 R2 has it ("a small shared
 * pool"), or one for each, as OCS 2007 has it.
 */
export class EndpointConnections {
  readonly #options: EndpointConnectionsOptions
  readonly #open = new Map<ConnectionOwner, Promise<EndpointConnection>>()
  #isClosed = false

  constructor(options: EndpointConnectionsOptions) {
    this.#options = options
  }

  /** Whether there is one, or it is being opened. */
  has(owner: ConnectionOwner): boolean {
    return this.#open.has(owner)
  }

  /**
   * The owner's connection, opened when there is none.
   * @throws CommunicationsUnavailable
   */
  obtain(owner: ConnectionOwner): Promise<EndpointConnection> {
    if (this.#isClosed) return Promise.reject(lost('the service has closed its connection'))
    const open = this.#open.get(owner)
    if (open) return open
    const isCurrent = () => this.#open.get(owner) === opening
    const opening: Promise<EndpointConnection> = this.#options
      .open(() => {
        if (!isCurrent()) return
        this.#open.delete(owner)
        this.#options.onLost(owner)
      })
      .then((opened) => {
        // Settings changed while it was being opened: it is not what is wanted any more.
        if (isCurrent()) return opened
        opened.close()
        throw lost('the connection was given up while it was being opened')
      })
    this.#open.set(owner, opening)
    opening.catch(() => {
      if (isCurrent()) this.#open.delete(owner)
    })
    return opening
  }

  /** Drops a connection, on purpose. */
  discard(owner: ConnectionOwner): void {
    const dropped = this.#open.get(owner)
    this.#open.delete(owner)
    dropped?.then((connection) => connection.close()).catch(() => {})
  }

  discardAll(): void {
    for (const owner of [...this.#open.keys()]) this.discard(owner)
  }

  close(): void {
    this.#isClosed = true
    this.discardAll()
  }
}
