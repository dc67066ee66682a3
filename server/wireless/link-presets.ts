import type { LinkPreset } from '#contract'

/** A handheld's own link, both directions alike; what is left out is as the coverage gives it. */
export interface LinkValues {
  /** One way. */
  delayMs?: number | undefined
  /** Up to this much more or less than the delay. */
  jitterMs?: number | undefined
  /** From 0 to 1: the chance that a packet must be sent again. */
  loss?: number | undefined
  bitsPerSecond?: number | undefined
}

export type LinkSetting = LinkPreset | LinkValues

/**
 * Delays of GPRS, EDGE and UMTS and bandwidths up to HSPA are those of the Android emulator of 2015 (android-constants.c:
 * 150 to 550 ms, 80 to 400 ms, 35 to 200 ms; of the bandwidths the slower direction). The other delays, Wi-Fi, and all
 * shares of loss are typical figures that we chose.
 */
export const linkPresetValues: Record<LinkPreset, Required<LinkValues>> = {
  gprs: { delayMs: 350, jitterMs: 200, loss: 0.05, bitsPerSecond: 40_000 },
  edge: { delayMs: 240, jitterMs: 160, loss: 0.03, bitsPerSecond: 118_400 },
  umts: { delayMs: 118, jitterMs: 82, loss: 0.02, bitsPerSecond: 128_000 },
  hspa: { delayMs: 60, jitterMs: 25, loss: 0.01, bitsPerSecond: 348_000 },
  wifi: { delayMs: 8, jitterMs: 4, loss: 0.005, bitsPerSecond: 20_000_000 },
}
