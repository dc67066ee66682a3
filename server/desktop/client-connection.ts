import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Transport } from '#contract'
import { Failure } from '../base/index.ts'
import { type Clock, holding } from '../clock/index.ts'
import {
  readSequence,
  readVia,
  type SipMessage,
  SipParseError,
  type SipRequest,
  type SipResponse,
  SipStream,
  writeMessage,
} from '../protocols/sip/index.ts'

/** The address of the Communications Server. */
export interface DesktopTarget {
  host: string
  port: number
  transport: Transport
  /** The name that its certificate must show. */
  serverName: string
  /** The authority (PEM) that the certificate must come from. */
  ca: string
}

/** Lab time that a request may wait for its final answer (RFC 3261 section 17.1.2.2, timer F). */
const answerTimeMs = 32_000
/** Turns of the event loop after which the other end of a local connection has certainly noticed that it was closed. */
const noticeTurns = 10

export interface ClientConnectionOptions {
  clock: Clock
  target: DesktopTarget
  onRequest(request: SipRequest): void
  /** The connection is gone, no matter which end closed it. */
  onClosed(): void
}

/** A desktop client's connection to the Communications Server. It sends requests, waits for their answers, and receives requests. */
export class ClientConnection {
  readonly localPort: number
  readonly #clock: Clock
  readonly #socket: Socket
  readonly #ports: { localPort: number | undefined; remotePort: number | undefined }
  readonly #stream = new SipStream()
  /** Waiting requests by branch and method. */
  readonly #waiting = new Map<string, (response: SipResponse | null) => void>()

  /** @throws {Failure} if the server cannot be reached or shows an untrusted certificate */
  static async open(options: ClientConnectionOptions): Promise<ClientConnection> {
    const { clock, target } = options
    try {
      return new ClientConnection(await holding(clock, connect(target)), options)
    } catch (cause) {
      const place = `${target.host}:${target.port}`
      throw new Failure('desktop-cannot-connect', { place }, { cause })
    }
  }

  private constructor(socket: Socket, { clock, onRequest, onClosed }: ClientConnectionOptions) {
    this.#clock = clock
    this.#socket = socket
    this.localPort = socket.localPort ?? 0
    this.#ports = { localPort: socket.localPort, remotePort: socket.remotePort }
    clock.flight.track(this.#ports)
    socket.on('data', (chunk: Buffer) => {
      for (const item of this.#stream.push(chunk)) {
        if (item.kind !== 'message') continue
        if (item.message.kind === 'request') onRequest(item.message)
        else this.#settle(item.message)
      }
      clock.flight.received(this.#ports, chunk.length)
    })
    socket.on('error', () => {
      // `close` follows, and handles this.
    })
    socket.on('close', () => {
      void this.#forgetOnceNoticed()
      for (const settle of this.#waiting.values()) settle(null)
      this.#waiting.clear()
      onClosed()
    })
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  send(...messages: readonly SipMessage[]): void {
    if (this.#socket.destroyed) return
    const bytes = Buffer.concat(messages.map(writeMessage))
    this.#clock.flight.sent(this.#ports, bytes.length)
    this.#socket.write(bytes)
  }

  /** @returns the final answer to a request that is about to be sent, or null if none comes */
  answerTo(request: SipRequest): Promise<SipResponse | null> {
    const key = keyOf(request)
    return new Promise((resolve) => {
      const timer = this.#clock.after(answerTimeMs, () => this.#waiting.get(key)?.(null))
      this.#waiting.set(key, (response) => {
        this.#waiting.delete(key)
        timer.cancel()
        resolve(response)
      })
    })
  }

  /** Sends a request. @returns its final answer, or null if none comes */
  ask(request: SipRequest): Promise<SipResponse | null> {
    const answer = this.answerTo(request)
    this.send(request)
    return answer
  }

  /** Holds lab time until the server has noticed that the connection is gone, which takes a turn or two of the event loop. */
  async #forgetOnceNoticed(): Promise<void> {
    for (let turn = 0; turn < noticeTurns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    this.#clock.flight.forget(this.#ports)
  }

  /** Closes the connection once everything is written, and stops reading. */
  close(): void {
    if (!this.#socket.destroyed) this.#clock.flight.sent(this.#ports, 1)
    this.#socket.destroySoon()
  }

  #settle(response: SipResponse): void {
    if (response.status < 200) return
    try {
      this.#waiting.get(keyOf(response))?.(response)
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error
    }
  }
}

/** The key of a request's transaction (RFC 3261 section 17.1.3). */
function keyOf({ headers }: SipMessage): string {
  return `${readVia(headers).parameters.get('branch') ?? ''} ${readSequence(headers).method}`
}

function connect({ host, port, transport, serverName, ca }: DesktopTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket =
      transport === 'tcp'
        ? connectTcp({ host, port })
        : connectTls({ host, port, ca, servername: serverName, minVersion: 'TLSv1.2' })
    socket.once('error', reject)
    socket.once(transport === 'tcp' ? 'connect' : 'secureConnect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}
