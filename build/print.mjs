/** What the build scripts print: one line on standard output for each thing that happens. */

/** @param {string} line */
export function printLine(line) {
  process.stdout.write(`${line}\n`)
}

/** A failure whose message is written for people. The scripts print the message without a stack trace. */
export class PrintableError extends Error {}

/**
 * Prints the progress of a long step, at most once every 3 seconds, so that whoever reads the output or the log knows that it
 * does not hang.
 *
 * @param {string} label
 * @returns {(bytes: number) => void} call it with the number of bytes processed so far
 */
export function progress(label) {
  let lastAt = Date.now()
  return (bytes) => {
    const now = Date.now()
    if (now - lastAt < 3_000) return
    lastAt = now
    printLine(`  ${label}: ${megabytes(bytes)}`)
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
