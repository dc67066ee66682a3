import type { Coverage, LinkPreset, LinkView } from '#contract'
import type { Clock, Generator } from '../clock/index.ts'

/** The quality of a radio link. */
export interface LinkQuality {
  /** One-way delay. */
  delayMs: number
  /** Maximum deviation of the delay in either direction. */
  jitterMs: number
  /** Probability that a transmission is lost and must be repeated. */
  loss: number
  /** Of what the handheld receives. */
  bytesPerSecond: number
  /** Of what the handheld sends; left out: the same. */
  upBytesPerSecond?: number
}

/** Invented values, in the proportions of a GPRS/EDGE network near the edge of a cell and close to the mast. */
const qualities: Record<Exclude<Coverage, 'none'>, LinkQuality> = {
  weak: { delayMs: 300, jitterMs: 100, loss: 0, bytesPerSecond: 3_000 },
  good: { delayMs: 110, jitterMs: 30, loss: 0, bytesPerSecond: 12_000 },
  excellent: { delayMs: 50, jitterMs: 10, loss: 0, bytesPerSecond: 40_000 },
}

/**
 * Delays of GPRS, EDGE and UMTS and bandwidths up to HSPA are from the Android emulator of 2015 (android-constants.c: 150 to
 * 550 ms, 80 to 400 ms, 35 to 200 ms; the bandwidth of the slower direction). The other delays, Wi-Fi and all loss rates are
 * typical values (invented).
 */
const presetLinks: Record<LinkPreset, Required<Omit<Exclude<LinkView, LinkPreset>, 'upBitsPerSecond'>>> = {
  gprs: { delayMs: 350, jitterMs: 200, loss: 0.05, bitsPerSecond: 40_000 },
  edge: { delayMs: 240, jitterMs: 160, loss: 0.03, bitsPerSecond: 118_400 },
  umts: { delayMs: 118, jitterMs: 82, loss: 0.02, bitsPerSecond: 128_000 },
  hspa: { delayMs: 60, jitterMs: 25, loss: 0.01, bitsPerSecond: 348_000 },
  wifi: { delayMs: 8, jitterMs: 4, loss: 0.005, bitsPerSecond: 20_000_000 },
}

/** Additional loss of every kind of link in weak coverage. Invented. */
const lossInWeakCoverage = 0.1

/** Maximum transmissions per packet. The last one always succeeds, which bounds the delay that loss can add. */
const mostTransmissions = 8

/** The quality that the coverage gives, with the values that the handheld's own link overrides. */
export function qualityOf(coverage: Exclude<Coverage, 'none'>, link: LinkView | null): LinkQuality {
  const given = qualities[coverage]
  if (link === null) return given
  const own: Exclude<LinkView, LinkPreset> = typeof link === 'string' ? presetLinks[link] : link
  const loss = own.loss ?? given.loss
  return {
    delayMs: own.delayMs ?? given.delayMs,
    jitterMs: own.jitterMs ?? given.jitterMs,
    loss: coverage === 'weak' ? 1 - (1 - loss) * (1 - lossInWeakCoverage) : loss,
    bytesPerSecond: own.bitsPerSecond === undefined ? given.bytesPerSecond : own.bitsPerSecond / 8,
    ...(own.upBitsPerSecond === undefined ? {} : { upBytesPerSecond: own.upBitsPerSecond / 8 }),
  }
}

/** One direction of a radio link. Like the original's it is reliable and keeps the order, so it only delays packets. */
export class Link {
  readonly #clock: Clock
  readonly #generator: Generator
  /** Lab time until which earlier packets occupy the air. */
  #isBusyUntil = 0
  #lastArrivalAt = 0

  constructor(clock: Clock, generator: Generator) {
    this.#clock = clock
    this.#generator = generator
  }

  carry(sizeBytes: number, quality: LinkQuality, arrive: () => void): void {
    const jitterMs = (this.#generator.fraction() * 2 - 1) * quality.jitterMs
    const transmissions = this.#drawTransmissions(quality.loss)
    const airMs = (sizeBytes / quality.bytesPerSecond) * 1_000
    this.#isBusyUntil = Math.max(this.#clock.now(), this.#isBusyUntil) + transmissions * airMs
    // A lost packet is retransmitted one round trip later.
    const waitMs = (transmissions - 1) * 2 * quality.delayMs
    const arrivalAt = Math.max(
      Math.round(this.#isBusyUntil + waitMs + quality.delayMs + jitterMs),
      this.#lastArrivalAt,
      this.#clock.now(),
    )
    this.#lastArrivalAt = arrivalAt
    this.#clock.after(arrivalAt - this.#clock.now(), arrive, { isTransit: true })
  }

  /** Draws the number of transmissions until a packet arrives. */
  #drawTransmissions(loss: number): number {
    let transmissions = 1
    while (loss > 0 && transmissions < mostTransmissions && this.#generator.fraction() < loss)
      transmissions += 1
    return transmissions
  }
}
