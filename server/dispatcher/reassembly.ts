import { timeLimits } from '#contract'
import { BoundedMap, Failure } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import type { Envelope } from './envelope.ts'

/** Maximum number of incomplete messages for one device. A further one drops the oldest. */
const unfinishedLimit = 4
/** An incomplete message is dropped after this time. */
const lifetimeMs = timeLimits.packets.ms

/** The failure for a packet that was received before, or whose message ID was used before. */
export function replayed({ messageId, packetIndex, packetCount }: PacketPlace): Failure {
  return new Failure(replayedCode, { messageId, packetIndex, packetCount })
}

export const replayedCode = 'replayed-message'

type PacketPlace = Pick<Envelope, 'messageId' | 'packetIndex' | 'packetCount'>

interface Unfinished {
  parts: (Uint8Array | undefined)[]
  missing: number
  timer: Timer
}

/** Reassembles the messages of one device from their packets. Bounded in number and time. */
export class Reassembly {
  readonly #clock: Clock
  readonly #unfinished = new BoundedMap<number, Unfinished>(unfinishedLimit)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Adds a packet.
   * @returns the complete compressed message if this was its last missing packet, otherwise null
   * @throws {Failure} if the packet was received before, or does not fit the other packets of its message
   */
  add(envelope: PacketPlace, part: Uint8Array): Uint8Array | null {
    if (envelope.packetCount === 1) return part
    const message = this.#unfinished.get(envelope.messageId) ?? this.#begin(envelope)
    const { messageId, packetCount, packetIndex } = envelope
    if (message.parts.length !== packetCount) {
      throw new Failure('bad-packet', { messageId, expected: message.parts.length, found: packetCount })
    }
    if (message.parts[packetIndex]) throw replayed(envelope)
    message.parts[envelope.packetIndex] = part
    message.missing -= 1
    if (message.missing > 0) return null
    this.#drop(envelope.messageId)
    return Buffer.concat(message.parts.filter((one) => one !== undefined))
  }

  #begin(envelope: Pick<Envelope, 'messageId' | 'packetCount'>): Unfinished {
    const message = {
      parts: new Array<Uint8Array | undefined>(envelope.packetCount).fill(undefined),
      missing: envelope.packetCount,
      timer: this.#clock.after(lifetimeMs, () => this.#unfinished.delete(envelope.messageId)),
    }
    this.#unfinished.set(envelope.messageId, message)?.timer.cancel()
    return message
  }

  #drop(messageId: number): void {
    this.#unfinished.get(messageId)?.timer.cancel()
    this.#unfinished.delete(messageId)
  }
}
