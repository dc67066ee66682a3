import type { CrossingFrame } from '../capture.ts'
import type { WireConnection } from '../wire.ts'
import { MessageCutter } from './message-cutter.ts'
import { TcpStream } from './tcp-stream.ts'

/** A frame with its login at the time when it passed. */
export interface ReportedFrame {
  frame: CrossingFrame
  login: string | null
}

type Direction = 'up' | 'down'

interface Seen<P> {
  packet: P
  length: number
  /** Bytes of the message that are not matched with a frame yet. */
  leftBytes: number
}

interface Lane<P> {
  readonly cutter: MessageCutter
  /** Messages (with TLS: records) of this turn. */
  seen: Seen<P>[]
  /** Frames whose bytes have not been seen yet. */
  waiting: ReportedFrame[]
  /** Bytes of the first waiting frame that have already been seen on the wire. */
  seenBytes: number
}

/**
 * How much longer a TLS record is than its content: header, then type and tag (RFC 8446 section 5.2), or explicit nonce and
 * tag, or IV, MAC and padding (RFC 5246 section 6.2.3).
 */
const tlsOverhead = { least: 5 + 16, most: 5 + 80 }
/** Maximum number of frames that wait for their bytes. */
const waitingLimit = 10_000

/**
 * Matches the messages seen on one connection with the frames that the parts report. Incoming bytes are seen before their
 * frame is reported, outgoing bytes after it. Without TLS each frame is one message. A TLS record mostly has one
 * frame's bytes in it, but may contain several frames that were written at once, or a part of a long one.
 */
export class Pairing<P extends { frames: ReportedFrame[] }> {
  readonly connection: WireConnection
  readonly stream: TcpStream
  readonly #lanes: Record<Direction, Lane<P>> = { up: newLane(), down: newLane() }
  /** The last packet of the turn. It gets the comments about the connection as a whole. */
  #latest: P | null = null

  constructor(connection: WireConnection) {
    this.connection = connection
    this.stream = new TcpStream(connection)
  }

  cut(direction: Direction, bytes: Uint8Array): Buffer[] {
    return this.#lanes[direction].cutter.push(bytes, () => this.connection.framing)
  }

  rest(direction: Direction): Buffer | null {
    return this.#lanes[direction].cutter.rest()
  }

  sawMessage(direction: Direction, length: number, packet: P): void {
    const lane = this.#lanes[direction]
    this.#latest = packet
    const seen: Seen<P> = { packet, length, leftBytes: length - tlsOverhead.least }
    // Match by length without TLS, and in order with TLS, since records may look alike.
    const index = lane.waiting.findIndex((told) => isInTls(told) || isAlone(told, length))
    const told = lane.waiting[index]
    if (!told) {
      lane.seen.push(seen)
    } else if (isHandshake(told) || isAlone(told, length)) {
      lane.waiting.splice(index, 1)
      lane.seenBytes = 0
      packet.frames.push(told)
    } else {
      this.#fill(lane, seen)
    }
  }

  /** @returns whether its bytes were seen, or are still waited for */
  sawFrame(told: ReportedFrame): boolean {
    const lane = this.#lanes[told.frame.direction]
    const packet = isHandshake(told) ? this.#latest : takeSeen(lane, told)
    if (packet) packet.frames.push(told)
    else if (lane.waiting.length < waitingLimit) lane.waiting.push(told)
    else return false
    return true
  }

  /** Frames whose bytes never came. */
  untold(direction: Direction): ReportedFrame[] {
    return this.#lanes[direction].waiting.splice(0)
  }

  endTurn(): void {
    this.#latest = null
    for (const lane of Object.values(this.#lanes)) lane.seen = []
  }

  /** Frames that were written at once fill their records. */
  #fill(lane: Lane<P>, { packet, length }: Seen<P>): void {
    let roomBytes = length - tlsOverhead.least + lane.seenBytes
    let count = 0
    for (const told of lane.waiting) {
      // The last frame may seem a little too short, since the overhead is not known exactly.
      if (contentOf(told) > roomBytes) break
      roomBytes -= contentOf(told)
      packet.frames.push(told)
      count += 1
    }
    lane.waiting.splice(0, count)
    lane.seenBytes = lane.waiting.length === 0 ? 0 : Math.max(0, roomBytes)
  }
}

/** The packet of this turn that contains a frame. */
function takeSeen<P>(lane: Lane<P>, told: ReportedFrame): P | undefined {
  const { seen } = lane
  const alone = seen.findIndex(({ leftBytes, length }) => {
    return isAlone(told, length) && leftBytes === length - tlsOverhead.least
  })
  const [single] = alone < 0 ? [] : seen.splice(alone, 1)
  if (single || !isInTls(told)) return single?.packet
  const room = seen.find(({ leftBytes }) => leftBytes >= contentOf(told))
  if (room) room.leftBytes -= contentOf(told)
  // A long frame ends with the latest record.
  return (room ?? seen.at(-1))?.packet
}

/** Whether a message or record of that length contains exactly this frame. */
function isAlone(told: ReportedFrame, length: number): boolean {
  if (!isInTls(told)) return length === told.frame.sizeBytes
  const overhead = length - contentOf(told)
  return overhead >= tlsOverhead.least && overhead <= tlsOverhead.most
}

/** An envelope is encrypted too, but not by TLS. */
function isInTls({ frame }: ReportedFrame): boolean {
  return frame.isEncrypted && frame.connection?.framing === 'TLS'
}

function contentOf({ frame }: ReportedFrame): number {
  return frame.contentBytes ?? frame.sizeBytes
}

/** Whether the frame reports a TLS handshake. */
function isHandshake({ frame }: ReportedFrame): boolean {
  return frame.protocol === 'TLS'
}

function newLane<P>(): Lane<P> {
  return { cutter: new MessageCutter(), seen: [], waiting: [], seenBytes: 0 }
}
