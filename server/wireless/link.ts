import type { Coverage } from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import { type LinkSetting, linkPresetValues } from './link-presets.ts'

/** What a packet meets on the radio link. */
export interface LinkQuality {
  /** One way. */
  delayMs: number
  /** Up to this much more or less than the delay. */
  jitterMs: number
  /** The chance that a packet must be sent again. */
  loss: number
  bytesPerSecond: number
}

/** Invented figures, in the proportions of a GPRS/EDGE network near the edge of a cell and close to the mast. */
const qualities: Record<Exclude<Coverage, 'none'>, LinkQuality> = {
  weak: { delayMs: 300, jitterMs: 100, loss: 0, bytesPerSecond: 3_000 },
  good: { delayMs: 110, jitterMs: 30, loss: 0, bytesPerSecond: 12_000 },
  excellent: { delayMs: 50, jitterMs: 10, loss: 0, bytesPerSecond: 40_000 },
}

/** At the edge of a cell a link of any kind loses this share more. Invented. */
const lossInWeakCoverage = 0.1

/** So often is a packet sent at most; then it is through, whatever the chance. It bounds what loss costs. */
const mostTries = 8

/** What the coverage gives, and in its place whatever the handheld's own link says. */
export function qualityOf(coverage: Exclude<Coverage, 'none'>, link: LinkSetting | null): LinkQuality {
  const given = qualities[coverage]
  if (link === null) return given
  const own = typeof link === 'string' ? linkPresetValues[link] : link
  const loss = own.loss ?? given.loss
  return {
    delayMs: own.delayMs ?? given.delayMs,
    jitterMs: own.jitterMs ?? given.jitterMs,
    loss: coverage === 'weak' ? 1 - (1 - loss) * (1 - lossInWeakCoverage) : loss,
    bytesPerSecond: own.bitsPerSecond === undefined ? given.bytesPerSecond : own.bitsPerSecond / 8,
  }
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
    const tries = this.#tries(quality.loss)
    const airMs = (sizeBytes / quality.bytesPerSecond) * 1_000
    this.#isBusyUntil = Math.max(this.#clock.now(), this.#isBusyUntil) + tries * airMs
    // That a packet is missing is known a round trip later.
    const waitMs = (tries - 1) * 2 * quality.delayMs
    const arrivalAt = Math.max(
      Math.round(this.#isBusyUntil + waitMs + quality.delayMs + jitterMs),
      this.#lastArrivalAt,
      this.#clock.now(),
    )
    this.#lastArrivalAt = arrivalAt
    this.#clock.after(arrivalAt - this.#clock.now(), arrive, { isTransit: true })
  }

  /** How often a packet is sent until it is through. */
  #tries(loss: number): number {
    let tries = 1
    while (loss > 0 && tries < mostTries && this.#generator.fraction() < loss) tries += 1
    return tries
  }
}
