import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

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
 * Reads the counts from Playwright's JSON report. A test that passed only when repeated counts as passed; {@link playwrightFailures}
 * names it all the same.
 *
 * @param {string} file
 * @param {number | null} code exit code of Playwright
 */
export function playwrightTally(file, code) {
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } } | undefined} */
  const report = read(file)
  if (!report) return failed
  const { expected, unexpected, flaky, skipped } = report.stats
  return withCode({ passed: expected + flaky, failed: unexpected, skipped }, code)
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

/**
 * A test that failed, with the first lines of what it reported. `passedLater`: only when repeated, so it depends on chance, and
 * its cause has to be found.
 *
 * @typedef {{ title: string, message: string, passedLater?: true }} Failure
 */

/**
 * Reads from vitest's JSON report which tests failed.
 *
 * @param {string} file
 * @returns {Failure[]}
 */
export function vitestFailures(file) {
  /**
   * @type {{ testResults: {
   *   name: string, status: string, message?: string,
   *   assertionResults: { status: string, fullName: string, failureMessages?: string[] }[]
   * }[] } | undefined}
   */
  const report = read(file)
  return (report?.testResults ?? []).flatMap((one) => {
    const broken = one.assertionResults.filter(isFailed)
    if (broken.length === 0 && one.status === 'failed')
      return [{ title: one.name, message: head(one.message) }]
    return broken.map((test) => ({
      title: `${one.name}: ${test.fullName}`,
      message: head(test.failureMessages?.[0]),
    }))
  })
}

/**
 * Reads from Playwright's JSON report which tests failed, be it only at first.
 *
 * @param {string} file
 * @returns {Failure[]}
 */
export function playwrightFailures(file) {
  /** @type {{ suites: PlaywrightSuite[] } | undefined} */
  const report = read(file)
  return (report?.suites ?? []).flatMap(failuresOf)
}

/**
 * @typedef {{
 *   suites?: PlaywrightSuite[],
 *   specs?: {
 *     title: string, file: string, line: number, ok: boolean,
 *     tests: { status: string, results: { error?: { message?: string } }[] }[]
 *   }[]
 * }} PlaywrightSuite
 */

/**
 * @param {PlaywrightSuite} suite
 * @returns {Failure[]}
 */
function failuresOf(suite) {
  const own = (suite.specs ?? []).flatMap(({ title, file, line, ok, tests }) => {
    if (ok && !tests.some((test) => test.status === 'flaky')) return []
    const failed = tests.flatMap((test) => test.results).find((result) => result.error)
    /** @type {Failure} */
    const failure = { title: `${file}:${line}: ${title}`, message: head(failed?.error?.message) }
    if (ok) failure.passedLater = true
    return [failure]
  })
  return [...own, ...(suite.suites ?? []).flatMap(failuresOf)]
}

/**
 * The first lines of a message, without the codes that colour it in a terminal.
 *
 * @param {string | undefined} message
 */
function head(message) {
  return stripVTControlCharacters(message ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 12)
    .join('\n')
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
