import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Hop } from '#contract'

/** The protocol by which a stream is split into messages. */
export type Framing = 'SRP' | 'LDAP' | 'SIP' | 'TLS'

interface WireEnd {
  address: string
  port: number
}

/** A TCP connection that carries a hop. `up` is from its client to its server, on every hop. */
export interface WireConnection {
  readonly hop: Hop
  readonly client: WireEnd
  readonly server: WireEnd
  /** The framing of the next bytes; STARTTLS changes it. */
  framing: Framing
  /** Whether TLS started while nobody listened, so that its bytes are not reported. */
  isSealed: boolean
}

/** Receives the bytes of connections as they cross the wire, while a capture file is being written. */
export interface WireListener {
  opened(connection: WireConnection): void
  /** The bytes are not modified later, so the listener may keep them. */
  passed(connection: WireConnection, direction: 'up' | 'down', bytes: Uint8Array): void
  /** A line of a connection's TLS key log (NSS format), with which the connection can be decrypted. */
  keyLog(connection: WireConnection, line: Buffer): void
  closed(connection: WireConnection): void
}

/** @param side which end of the connection `socket` is */
export function wireConnection(
  hop: Hop,
  framing: Framing,
  socket: Socket,
  side: 'client' | 'server',
): WireConnection {
  const local = { address: socket.localAddress ?? '127.0.0.1', port: socket.localPort ?? 0 }
  const remote = { address: socket.remoteAddress ?? '127.0.0.1', port: socket.remotePort ?? 0 }
  const [client, server] = side === 'client' ? [local, remote] : [remote, local]
  return { hop, framing, client, server, isSealed: false }
}

type Done = (error?: Error | null) => void

/**
 * Sits between TLS and its socket to observe the encrypted bytes. `TLSSocket` reads a `net.Socket` in native code, where
 * JavaScript cannot observe them.
 *
 * TLS reads by listening to `data`, and stops reading by `pause`. So bytes go straight from one stream to the other, past the
 * queues of `Duplex`, which would take about as long as the socket itself: the socket has queues of its own.
 */
export class HeardSocket extends Duplex {
  readonly #socket: Socket
  readonly #heard: (direction: 'up' | 'down', bytes: Uint8Array) => void

  /** @param socket the client's end */
  constructor(socket: Socket, heard: (direction: 'up' | 'down', bytes: Uint8Array) => void) {
    super()
    this.#socket = socket
    this.#heard = heard
    socket.on('data', (chunk: Buffer) => {
      heard('down', chunk)
      this.emit('data', chunk)
    })
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  override pause(): this {
    this.#socket.pause()
    return super.pause()
  }

  override resume(): this {
    this.#socket.resume()
    return super.resume()
  }

  override write(chunk: Buffer, encodingOrDone?: BufferEncoding | Done, done?: Done): boolean {
    this.#heard('up', chunk)
    return this.#socket.write(chunk, typeof encodingOrDone === 'function' ? encodingOrDone : done)
  }

  override cork(): void {
    this.#socket.cork()
  }

  override uncork(): void {
    this.#socket.uncork()
  }

  override _read(): void {}

  override _final(done: Done): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#socket.destroy()
    done(error)
  }
}
