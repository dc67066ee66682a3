import type { Clock, Timer } from '../lab/clock/index.ts'
import type { Envelope } from './envelope.ts'

/** Unfinished messages that are kept for one device; a further one drops the oldest. */
const unfinishedLimit = 4
/** An unfinished message is dropped when its next packet takes longer. */
const patienceMs = 5 * 60_000

interface Unfinished {
  parts: (Uint8Array | undefined)[]
  missing: number
  timer: Timer
}

/** Puts the packets of one device's messages together again. Bounded in number and time. */
export class Reassembly {
  readonly #clock: Clock
  readonly #unfinished = new Map<number, Unfinished>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns the whole compressed message once its last packet is there, null until then */
  add(
    envelope: Pick<Envelope, 'messageId' | 'packetIndex' | 'packetCount'>,
    part: Uint8Array,
  ): Uint8Array | null {
    if (envelope.packetCount === 1) return part
    const message = this.#unfinished.get(envelope.messageId) ?? this.#begin(envelope)
    if (message.parts.length !== envelope.packetCount || message.parts[envelope.packetIndex]) return null
    message.parts[envelope.packetIndex] = part
    message.missing -= 1
    if (message.missing > 0) return null
    this.#drop(envelope.messageId)
    return Buffer.concat(message.parts.filter((one) => one !== undefined))
  }

  #begin(envelope: Pick<Envelope, 'messageId' | 'packetCount'>): Unfinished {
    const [oldest] = this.#unfinished.keys()
    if (oldest !== undefined && this.#unfinished.size >= unfinishedLimit) this.#drop(oldest)
    const message = {
      parts: new Array<Uint8Array | undefined>(envelope.packetCount).fill(undefined),
      missing: envelope.packetCount,
      timer: this.#clock.after(patienceMs, () => this.#unfinished.delete(envelope.messageId)),
    }
    this.#unfinished.set(envelope.messageId, message)
    return message
  }

  #drop(messageId: number): void {
    this.#unfinished.get(messageId)?.timer.cancel()
    this.#unfinished.delete(messageId)
  }
}
