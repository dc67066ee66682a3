import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failed, playwrightTally, sum, tallyText, vitestTally } from './tally.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-tally-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function report(content: unknown) {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] }

describe('the tally of a test run', () => {
  it('counts passed, failed and skipped tests', () => {
    expect(vitestTally(report(vitest), 0)).toEqual({ passed: 5, failed: 0, skipped: 2 })
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }
    expect(playwrightTally(report({ stats }), 1)).toEqual({ passed: 3, failed: 2, skipped: 2 })
  })

  it('counts a file that does not load as a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }]
    expect(vitestTally(report({ ...vitest, testResults }), 1).failed).toBe(1)
  })

  it('counts a failure when the runner exits with an error, though no test failed', () => {
    expect(vitestTally(report(vitest), 1).failed).toBe(1)
  })

  it('counts a failure when no test ran or the report is missing', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }
    expect(playwrightTally(report({ stats }), 0).failed).toBe(1)
    expect(vitestTally(join(folder, 'missing.json'), 0)).toEqual(failed)
  })

  it('is summed up in one line', () => {
    expect(tallyText(sum([failed, { passed: 2, failed: 0, skipped: 1 }]))).toBe(
      '2 passed, 1 failed, 1 skipped',
    )
  })
})
