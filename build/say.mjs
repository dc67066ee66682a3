/** How the scripts of this folder talk: one line for each thing that happens, on standard output. */

export function say(line) {
  process.stdout.write(`${line}\n`)
}

/** A failure whose message is for people: no stack trace with it. */
export class Stop extends Error {}

/**
 * Says how far a long step is, no more often than every few seconds, so that neither a person nor a log file wonders whether
 * it hangs.
 */
export function progress(label, { total, everyMs = 3_000 } = {}) {
  let lastAt = Date.now()
  return (bytes) => {
    const now = Date.now()
    if (now - lastAt < everyMs) return
    lastAt = now
    const share = total ? ` of ${megabytes(total)} (${Math.floor((100 * bytes) / total)}%)` : ''
    say(`  ${label}: ${megabytes(bytes)}${share}`)
  }
}

export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`
}

export function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`
}
