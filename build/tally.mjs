import { existsSync, readFileSync } from 'node:fs'

/**
 * Counts of a suite's tests. A suite that could not run at all counts as one failure.
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
export function tallyText(tally) {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`
}

/**
 * Reads the counts from vitest's JSON report.
 *
 * @param {string} file
 * @param {number | null} code exit code of vitest, which also reports failures outside of tests
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
  // A test file that fails to load contains no test that could fail: count the file.
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
 * Reads the counts from Playwright's JSON report. A test that passed only on a retry counts as failed.
 *
 * @param {string} file
 * @param {number | null} code exit code of Playwright
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
