import { existsSync, readFileSync } from 'node:fs'

/** How a suite went. A suite that could not run at all is one failure. */
export const passed = { passed: 1, failed: 0, skipped: 0 }
export const failed = { passed: 0, failed: 1, skipped: 0 }

export function sum(tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const tally of tallies) for (const key of Object.keys(total)) total[key] += tally[key]
  return total
}

export function words(tally) {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`
}

/** Counts from vitest's JSON report; `code` is how vitest ended, which knows of failures that no test has. */
export function vitestTally(file, code) {
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

function isFailed(result) {
  return result.status === 'failed'
}

/** Counts from Playwright's JSON report. A test that passed only when repeated has failed. */
export function playwrightTally(file, code) {
  const report = read(file)
  if (!report) return failed
  const { expected, unexpected, flaky, skipped } = report.stats
  return withCode({ passed: expected, failed: unexpected + flaky, skipped }, code)
}

function withCode(tally, code) {
  const ran = tally.passed + tally.failed + tally.skipped > 0
  if ((code !== 0 || !ran) && tally.failed === 0) return { ...tally, failed: 1 }
  return tally
}

function read(file) {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
