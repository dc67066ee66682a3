/** Steps in which times are written, from coarse to fine. */
const grainsMs = [3_600_000, 600_000, 300_000, 60_000, 30_000, 10_000, 5_000, 1_000, 500, 100]

/** Pauses that nobody means: the next step may begin at once. */
const shortestMs = 300

/** How far a readable pause may be from the real one: a tenth of a short one, less of a long one. */
function toleranceMs(pauseMs: number): number {
  return Math.max(Math.min(500, pauseMs / 10), pauseMs / 20)
}

/** A pause as somebody would write it: `5m` for 299,870 ms. What is lost does not add up, since the next pause makes up for it. */
export function readablePause(pauseMs: number): number {
  if (pauseMs < shortestMs) return 0
  const allowedMs = toleranceMs(pauseMs)
  for (const grain of grainsMs) {
    const rounded = Math.round(pauseMs / grain) * grain
    if (rounded > 0 && Math.abs(rounded - pauseMs) <= allowedMs) return rounded
  }
  return Math.round(pauseMs)
}

/** A time within which something comes that took so long: `5m` for 299,870 ms; never shorter. */
export function readableLimit(tookMs: number): number {
  const neededMs = Math.max(1_000, tookMs * 1.1)
  const grain = grainsMs.find((one) => one * 4 <= neededMs) ?? 1_000
  return Math.ceil(neededMs / Math.max(1_000, grain)) * Math.max(1_000, grain)
}
