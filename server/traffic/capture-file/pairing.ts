import type { CapturedFrame } from '../capture.ts'
import type { WireConnection } from '../wire.ts'
import { MessageCutter } from './message-cutter.ts'
import { TcpStream } from './tcp-stream.ts'

/** A frame, and what was known about its login when it passed. */
export interface Told {
  frame: CapturedFrame
  login: string | null
}

interface Lane<P> {
  readonly cutter: MessageCutter
  /** Messages of this turn that nothing was told of yet. */
  seen: { length: number; packet: P }[]
  /** Frames whose bytes have not been seen yet. */
  waiting: Told[]
}

/**
 * How much more a TLS record may have than its frame says: that counts the content only, or what TLS 1.3 adds to it. Others
 * add up to header, IV, MAC and padding (RFC 5246 section 6.2.3).
 */
const tlsSlack = { least: -8, most: 96 }
const largestRecordContent = 16_384
/** Frames that wait for their bytes; a further one is not waited for. */
const waitingLimit = 1_000

/**
 * One connection: brings together the messages that were seen on the wire and the frames that the parts tell of. What
 * comes in is seen first, what goes out is told first; either way by order and length.
 */
export class Pairing<P extends { frames: Told[] }> {
  readonly connection: WireConnection
  readonly stream: TcpStream
  readonly #lanes: Record<'up' | 'down', Lane<P>> = { up: newLane(), down: newLane() }
  /** The last packet of the turn, for what is told of the connection as such. */
  #latest: P | null = null

  constructor(connection: WireConnection) {
    this.connection = connection
    this.stream = new TcpStream(connection)
  }

  cut(direction: 'up' | 'down', bytes: Uint8Array): Buffer[] {
    return this.#lanes[direction].cutter.push(bytes, () => this.connection.framing)
  }

  rest(direction: 'up' | 'down'): Buffer | null {
    return this.#lanes[direction].cutter.rest()
  }

  sawMessage(direction: 'up' | 'down', length: number, packet: P): void {
    const lane = this.#lanes[direction]
    this.#latest = packet
    const index = lane.waiting.findIndex((told) => this.#fits(told, length))
    const [told] = index < 0 ? [] : lane.waiting.splice(index, 1)
    if (told) packet.frames.push(told)
    else lane.seen.push({ length, packet })
  }

  /** @returns whether its bytes were seen, or are still waited for */
  sawFrame(told: Told): boolean {
    const lane = this.#lanes[told.frame.direction]
    if (isHandshake(told) && this.#latest) {
      this.#latest.frames.push(told)
      return true
    }
    const index = lane.seen.findIndex(({ length }) => this.#fits(told, length))
    const [seen] = index < 0 ? [] : lane.seen.splice(index, 1)
    if (seen) seen.packet.frames.push(told)
    else if (lane.waiting.length < waitingLimit) lane.waiting.push(told)
    else return false
    return true
  }

  /** Frames whose bytes never came. */
  untold(direction: 'up' | 'down'): Told[] {
    return this.#lanes[direction].waiting.splice(0)
  }

  endTurn(): void {
    this.#latest = null
    for (const lane of Object.values(this.#lanes)) lane.seen = []
  }

  #fits(told: Told, length: number): boolean {
    const { isEncrypted, sizeBytes } = told.frame
    if (this.connection.framing !== 'TLS' || !isEncrypted) return length === sizeBytes
    if (isHandshake(told)) return true
    // A longer message takes several records: what is told of it belongs to the first.
    if (sizeBytes > largestRecordContent) return length > largestRecordContent
    return length - sizeBytes >= tlsSlack.least && length - sizeBytes <= tlsSlack.most
  }
}

function isHandshake({ frame }: Told): boolean {
  return frame.protocol === 'TLS'
}

function newLane<P>(): Lane<P> {
  return { cutter: new MessageCutter(), seen: [], waiting: [] }
}
