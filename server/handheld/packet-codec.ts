import type { Clock } from '../clock/index.ts'
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

export type Received =
  | { kind: 'content'; content: ServiceContent }
  /** The Dispatcher refused a packet of the message with this ID. */
  | { kind: 'error'; messageId: number; code: string; text: string }
  /** The packet belongs to an incomplete message or was received before. */
  | { kind: 'nothing' }

/** The device's codec: compresses, cuts and encrypts content into packets, and reverses that for received packets. */
export class PacketCodec {
  readonly #pin: string
  readonly #keys: KeyRing
  readonly #reassembly: Reassembly

  constructor(clock: Clock, pin: string, keys: KeyRing) {
    this.#pin = pin
    this.#keys = keys
    this.#reassembly = new Reassembly(clock)
  }

  pack(content: DeviceContent): { messageId: number; packets: Uint8Array[] } {
    const messageId = this.#keys.messageIds.next()
    const packets = packMessage(writeContent(content), this.#keys, this.#pin, messageId)
    return { messageId, packets: packets.map(({ bytes }) => bytes) }
  }

  /** Decrypts a packet and parses its message if it is complete. @throws {Failure} if the packet cannot be decrypted or parsed */
  unpack(packet: Uint8Array): Received {
    const envelope = readEnvelope(packet)
    if (envelope.contentType === contentTypes.error) {
      return { kind: 'error', messageId: envelope.messageId, ...readError(envelope) }
    }
    const { messageIds } = this.#keys
    const { part } = openPacket(envelope, this.#keys)
    if (messageIds.isReceived(envelope.messageId)) return { kind: 'nothing' }
    const compressed = this.#reassembly.add(envelope, part)
    if (!compressed) return { kind: 'nothing' }
    const content = readServiceContent(inflateMessage(compressed))
    messageIds.markReceived(envelope.messageId)
    return { kind: 'content', content }
  }
}
