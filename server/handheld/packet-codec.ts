import {
  type DeviceContent,
  readServiceContent,
  type ServiceContent,
  writeContent,
} from '../collaboration/index.ts'
import {
  contentTypes,
  inflateMessage,
  type KeyRing,
  openPacket,
  packMessage,
  Reassembly,
  readEnvelope,
  readError,
} from '../dispatcher/index.ts'
import type { Clock } from '../lab/clock/index.ts'

export type Received =
  | { kind: 'content'; content: ServiceContent }
  /** The Dispatcher's answer to a packet that it could not open. */
  | { kind: 'error'; text: string }
  /** A packet of a message that is not complete yet. */
  | { kind: 'part' }

/** The device's half of the way content travels: compress, encrypt, cut; and back. */
export class PacketCodec {
  readonly #pin: string
  readonly #keys: KeyRing
  readonly #reassembly: Reassembly
  #nextMessageId = 1

  constructor(clock: Clock, pin: string, keys: KeyRing) {
    this.#pin = pin
    this.#keys = keys
    this.#reassembly = new Reassembly(clock)
  }

  pack(content: DeviceContent): Uint8Array[] {
    const messageId = this.#nextMessageId
    this.#nextMessageId = (messageId + 1) >>> 0
    return packMessage(writeContent(content), this.#keys, this.#pin, messageId).map((packet) => packet.bytes)
  }

  /** @throws {Failure} where the packet cannot be read */
  unpack(packet: Uint8Array): Received {
    const envelope = readEnvelope(packet)
    if (envelope.contentType === contentTypes.error) {
      return { kind: 'error', text: readError(envelope) }
    }
    const compressed = this.#reassembly.add(envelope, openPacket(envelope, this.#keys).part)
    return compressed
      ? { kind: 'content', content: readServiceContent(inflateMessage(compressed)) }
      : { kind: 'part' }
  }
}
