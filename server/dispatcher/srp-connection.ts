import type { Socket } from 'node:net'
import { type ConnectionEnd, timeLimits } from '#contract'
import { describeFailure } from '../base/index.ts'
import type { Clock, Connection, Timer } from '../clock/index.ts'
import type { Passage } from '../faults/index.ts'
import { formatPin } from './envelope.ts'
import {
  answerChallenge,
  challengeLength,
  createChallenge,
  isRightAnswer,
  parseRefusal,
  SrpError,
  type SrpFrame,
  type SrpIdentity,
  SrpReader,
  srpKinds,
  writeRefusal,
  writeSrpFrame,
} from './srp.ts'

/** Either end of a connection on port 3101. */
type SrpRole =
  | { side: 'listening'; findKey(id: string): Uint8Array | undefined }
  | { side: 'connecting'; identity: SrpIdentity }

export interface SrpConnectionOptions {
  clock: Clock
  role: SrpRole
  /** Faults can delay the traffic here. Null: this end has no faults. */
  passage: Passage | null
  /** Number of unsent bytes above which the peer is considered not to read. */
  unreadLimitBytes: number
  onFrame?(direction: 'in' | 'out', kind: number, body: Uint8Array): void
  /** Called with received bytes before their frames are handled, and with sent bytes after their frames were reported. */
  onBytes?(direction: 'in' | 'out', bytes: Uint8Array): void
  onOpen(): void
  onPacket(bytes: Buffer): void
  /** The received bytes are not a frame. The connection is refused. */
  onUnreadable?(): void
  onCoverage?(pin: string, isReachable: boolean): void
  /** @param end null if the connection was closed normally */
  onClose(end: ConnectionEnd | null): void
}

/** An SRP connection: the opening exchange, then packets and notices of coverage. */
export class SrpConnection {
  isOpen = false
  readonly #socket: Socket
  readonly #options: SrpConnectionOptions
  readonly #reader = new SrpReader()
  readonly #ports: Connection
  readonly #exchangeTimer: Timer
  #challenge: Buffer = Buffer.alloc(0)
  #key: Uint8Array | null = null
  #end: ConnectionEnd | null = null

  constructor(socket: Socket, options: SrpConnectionOptions) {
    this.#socket = socket
    this.#options = options
    this.#ports = { localPort: socket.localPort, remotePort: socket.remotePort }
    socket.setNoDelay(true)
    this.#exchangeTimer = options.clock.after(timeLimits.srpExchange.ms, () =>
      this.refuse('exchange-timed-out'),
    )
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', (error) => {
      this.#end ??= { code: 'connection-lost', cause: describeFailure(error), isByPeer: false }
    })
    socket.on('close', () => {
      this.#exchangeTimer.cancel()
      this.isOpen = false
      options.clock.flight.forget(this.#ports)
      options.onClose(this.#end)
    })
    if (options.role.side === 'connecting') {
      options.clock.flight.track(this.#ports)
      this.#write(srpKinds.claim, Buffer.from(options.role.identity.id, 'utf8'))
    }
  }

  sendPacket(bytes: Uint8Array): void {
    this.#write(srpKinds.packet, bytes)
  }

  sendCoverage(pin: string, isReachable: boolean): void {
    const body = Buffer.alloc(5)
    body.writeUInt32BE(Number.parseInt(pin, 16), 0)
    body.writeUInt8(isReachable ? 1 : 0, 4)
    this.#write(srpKinds.coverage, body)
  }

  /** Sends the reason to the peer and closes the connection. */
  refuse(code: ConnectionEnd['code'], cause: string | null = null): void {
    this.#end = { code, cause, isByPeer: false }
    this.#write(srpKinds.refused, writeRefusal(code, cause))
    const close = () => this.#socket.destroySoon()
    if (this.#options.passage) this.#options.passage.end(close)
    else close()
  }

  /** Closes the connection once everything is written. */
  end(): void {
    this.#socket.destroySoon()
  }

  #read(chunk: Buffer): void {
    const { clock, passage } = this.#options
    this.#options.onBytes?.('in', chunk)
    if (passage) passage.receive(chunk.length, () => this.#readFrames(chunk))
    else this.#readFrames(chunk)
    clock.flight.received(this.#ports, chunk.length)
  }

  #readFrames(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.read(chunk)) {
        if (this.#socket.destroyed) break
        if (this.#options.passage?.swallows()) continue
        this.#options.onFrame?.('in', frame.kind, frame.body)
        this.#handle(frame)
      }
    } catch (error) {
      this.#options.onUnreadable?.()
      this.refuse('bad-srp', describeFailure(error))
    }
  }

  /** @throws {SrpError} on an unexpected frame */
  #handle({ kind, body }: SrpFrame): void {
    if (kind === srpKinds.refused) {
      this.#end = parseRefusal(body)
      this.#socket.destroy()
      return
    }
    if (this.isOpen) return this.#handleOpen(kind, body)
    if (this.#options.role.side === 'listening')
      return this.#handleClaim(kind, body, this.#options.role.findKey)
    this.#handleAnswer(kind, body, this.#options.role.identity.key)
  }

  #handleOpen(kind: number, body: Buffer): void {
    if (kind === srpKinds.packet) return this.#options.onPacket(body)
    if (kind === srpKinds.coverage && body.length === 5 && this.#options.onCoverage) {
      return this.#options.onCoverage(formatPin(body.readUInt32BE(0)), body.readUInt8(4) === 1)
    }
    throw new SrpError(`a frame of kind ${kind} has no place here`)
  }

  /** The listening side of the exchange. */
  #handleClaim(kind: number, body: Buffer, findKey: (id: string) => Uint8Array | undefined): void {
    if (kind === srpKinds.claim && !this.#key) {
      this.#key = findKey(body.toString('utf8')) ?? null
      if (!this.#key) throw new SrpError('the SRP ID is unknown')
      this.#challenge = createChallenge()
      return this.#write(srpKinds.challenge, this.#challenge)
    }
    if (kind === srpKinds.response && this.#key && body.length === 2 * challengeLength) {
      if (!isRightAnswer(this.#key, this.#challenge, body.subarray(0, challengeLength))) {
        throw new SrpError('the SRP authentication key is wrong')
      }
      this.#write(srpKinds.confirm, answerChallenge(this.#key, body.subarray(challengeLength)))
      return this.#opened()
    }
    throw new SrpError(`a frame of kind ${kind} before the exchange is over`)
  }

  /** The connecting side of the exchange. */
  #handleAnswer(kind: number, body: Buffer, key: Uint8Array): void {
    if (kind === srpKinds.challenge && body.length === challengeLength && this.#challenge.length === 0) {
      this.#challenge = createChallenge()
      return this.#write(srpKinds.response, Buffer.concat([answerChallenge(key, body), this.#challenge]))
    }
    if (kind === srpKinds.confirm && this.#challenge.length > 0) {
      if (!isRightAnswer(key, this.#challenge, body))
        throw new SrpError('the Dispatcher does not know the SRP authentication key')
      return this.#opened()
    }
    throw new SrpError(`a frame of kind ${kind} before the exchange is over`)
  }

  #opened(): void {
    this.isOpen = true
    this.#exchangeTimer.cancel()
    this.#options.onOpen()
  }

  #write(kind: number, body: Uint8Array): void {
    if (this.#socket.destroyed || !this.#socket.writable) return
    this.#options.onFrame?.('out', kind, body)
    const { passage, unreadLimitBytes } = this.#options
    const bytes = writeSrpFrame(kind, body)
    if (passage) passage.send(bytes, (piece) => this.#writeBytes(piece))
    else this.#writeBytes(bytes)
    if (this.#socket.writableLength + (passage?.waitingBytes ?? 0) > unreadLimitBytes) {
      this.#end = { code: 'peer-not-reading', cause: null, isByPeer: false }
      this.#socket.destroy()
    }
  }

  #writeBytes(bytes: Uint8Array): void {
    if (this.#socket.destroyed || !this.#socket.writable) return
    this.#options.onBytes?.('out', bytes)
    this.#options.clock.flight.sent(this.#ports, bytes.length)
    this.#socket.write(bytes)
  }
}
