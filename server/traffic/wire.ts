import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Hop } from '#contract'

/** By which protocol a stream is cut into messages. */
export type Framing = 'SRP' | 'LDAP' | 'SIP' | 'TLS'

export interface WireEnd {
  address: string
  port: number
}

/** A TCP connection that carries a hop. `up` is from its client to its server, on every hop. */
export interface WireConnection {
  readonly hop: Hop
  readonly client: WireEnd
  readonly server: WireEnd
  /** How the next bytes are framed; STARTTLS changes it. */
  framing: Framing
  /** TLS that began while nobody listened: its bytes are not heard. */
  isSealed: boolean
}

/** Who hears the bytes of connections as they cross the wire, while a capture file is being written. */
export interface WireListener {
  opened(connection: WireConnection): void
  /** The bytes stay as they are; the listener may keep them. */
  passed(connection: WireConnection, direction: 'up' | 'down', bytes: Uint8Array): void
  /** A line of a connection's TLS key log (NSS format): whoever has it can decrypt that connection. */
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

/**
 * Stands between TLS and its socket where the encrypted bytes are wanted: `TLSSocket` reads a `net.Socket` below
 * JavaScript, where nobody can listen.
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
      if (!this.push(chunk)) socket.pause()
    })
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#heard('up', chunk)
    this.#socket.write(chunk, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}
