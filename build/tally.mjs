import { existsSync, readFileSync } from 'node:fs'

/**
 * How a suite went. A suite that could not run at all is one failure.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 */

/** @type {Tally} */
export const passed = { passed: 1, failed: 0, skipped: 0 }
/** @type {Tally} */
export const failed = { passed: 0, failed: 1, skipped: 0 }

/** @param {Tally[]} tallies */
export function sum(tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const tally of tallies) {
    total.passed += tally.passed
    total.failed += tally.failed
    total.skipped += tally.skipped
  }
  return total
}

/** @param {Tally} tally */
export function words(tally) {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`
}

/**
 * Counts from vitest's JSON report.
 *
 * @param {string} file
 * @param {number | null} code how vitest ended, which knows of failures that no test has
 */
export function vitestTally(file, code) {
  /**
   * @type {{
   *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
   *   testResults: { status: string, assertionResults: { status: string }[] }[]
   * } | undefined}
   */
  const report = read(file)
  if (!report) return failed
  // A file that does not even load has no tests that could fail.
  const broken = report.testResults.filter(
    (one) => one.status === 'failed' && !one.assertionResults.some(isFailed),
  )
  return withCode(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    code,
  )
}

/** @param {{ status: string }} result */
function isFailed(result) {
  return result.status === 'failed'
}

/**
 * Counts from Playwright's JSON report. A test that passed only when repeated has failed.
 *
 * @param {string} file
 * @param {number | null} code how Playwright ended
 */
export function playwrightTally(file, code) {
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } } | undefined} */
  const report = read(file)
  if (!report) return failed
  const { expected, unexpected, flaky, skipped } = report.stats
  return withCode({ passed: expected, failed: unexpected + flaky, skipped }, code)
}

/**
 * @param {Tally} tally
 * @param {number | null} code
 */
function withCode(tally, code) {
  const ran = tally.passed + tally.failed + tally.skipped > 0
  if ((code !== 0 || !ran) && tally.failed === 0) return { ...tally, failed: 1 }
  return tally
}

/** @param {string} file */
function read(file) {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
