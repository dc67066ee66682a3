/** How the scripts of this folder talk: one line for each thing that happens, on standard output. */

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/** A failure whose message is for people: no stack trace with it. */
export class Stop extends Error {}

/**
 * Says how far a long step is, no more often than every few seconds, so that neither a person nor a log file wonders whether
 * it hangs.
 *
 * @param {string} label
 * @returns {(bytes: number) => void} to be told how many bytes there are by now
 */
export function progress(label) {
  let lastAt = Date.now()
  return (bytes) => {
    const now = Date.now()
    if (now - lastAt < 3_000) return
    lastAt = now
    say(`  ${label}: ${megabytes(bytes)}`)
  }
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`
}

/** @param {number} sinceMs */
export function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`
}
