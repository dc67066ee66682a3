import type { Clock, Generator } from '../lab/clock/index.ts'
import type { Coverage } from '../lab/vocabulary.ts'

/** What a packet meets on the radio link. */
export interface LinkQuality {
  delayMs: number
  /** Up to this much more or less than the delay. */
  jitterMs: number
  bytesPerSecond: number
}

/** Invented figures, in the proportions of a GPRS/EDGE network near the edge of a cell and close to the mast. */
export const qualities: Record<Exclude<Coverage, 'none'>, LinkQuality> = {
  weak: { delayMs: 300, jitterMs: 100, bytesPerSecond: 3_000 },
  good: { delayMs: 110, jitterMs: 30, bytesPerSecond: 12_000 },
  excellent: { delayMs: 50, jitterMs: 10, bytesPerSecond: 40_000 },
}

/**
 * One direction of a radio link. It is reliable and keeps the order, as the original's was: whatever goes in comes out,
 * later.
 */
export class Link {
  readonly #clock: Clock
  readonly #generator: Generator
  /** The air is taken by earlier packets until then. */
  #isBusyUntil = 0
  #lastArrivalAt = 0

  constructor(clock: Clock, generator: Generator) {
    this.#clock = clock
    this.#generator = generator
  }

  carry(sizeBytes: number, quality: LinkQuality, arrive: () => void): void {
    const jitterMs = (this.#generator.fraction() * 2 - 1) * quality.jitterMs
    const airMs = (sizeBytes / quality.bytesPerSecond) * 1_000
    this.#isBusyUntil = Math.max(this.#clock.now(), this.#isBusyUntil) + airMs
    const arrivalAt = Math.max(
      Math.round(this.#isBusyUntil + quality.delayMs + jitterMs),
      this.#lastArrivalAt,
    )
    this.#lastArrivalAt = arrivalAt
    this.#clock.after(arrivalAt - this.#clock.now(), arrive, { isTransit: true })
  }
}
