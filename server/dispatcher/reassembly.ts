import { timeLimits } from '#contract'
import { BoundedMap, Failure } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import type { Envelope } from './envelope.ts'

/** How many unfinished messages are kept for one device. One more drops the oldest. */
const unfinishedLimit = 4
/** An unfinished message is dropped after this time. */
const lifetimeMs = timeLimits.packets.ms

/** What came before, byte for byte or under a used ID, is never passed on; `code` is what the device is told. */
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

/** Puts the packets of one device's messages together again. Bounded in number and time. */
export class Reassembly {
  readonly #clock: Clock
  readonly #unfinished = new BoundedMap<number, Unfinished>(unfinishedLimit)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * @returns the whole compressed message once its last packet is there, null until then
   * @throws {Failure} where the packet has come before, or belongs to no such message
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
