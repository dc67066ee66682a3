import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  failed,
  playwrightFailures,
  playwrightTally,
  sum,
  tallyText,
  vitestFailures,
  vitestTally,
} from './tally.mjs'

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
    expect(playwrightTally(report({ stats }), 1)).toEqual({ passed: 4, failed: 1, skipped: 2 })
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

  it('names the tests that failed, with the first lines of their messages', () => {
    const testResults = [
      {
        name: 'admission.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'admits' },
          {
            status: 'failed',
            fullName: 'refuses',
            failureMessages: ['\u001b[31mexpected 1\u001b[39m\n\nto be 2'],
          },
        ],
      },
      { name: 'broken.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    ]
    expect(vitestFailures(report({ ...vitest, testResults }))).toEqual([
      { title: 'admission.test.ts: refuses', message: 'expected 1\nto be 2' },
      { title: 'broken.test.ts', message: 'no such module' },
    ])
    const spec = { title: 'a login', file: 'login.spec.ts', line: 7 }
    const results = [{ error: { message: 'Timed out' } }, {}]
    const suites = [
      {
        specs: [
          { ...spec, ok: true, tests: [{ status: 'expected', results: [{}] }] },
          { ...spec, ok: true, tests: [{ status: 'flaky', results }] },
        ],
        suites: [{ specs: [{ ...spec, ok: false, tests: [{ status: 'unexpected', results }] }] }],
      },
    ]
    const failure = { title: 'login.spec.ts:7: a login', message: 'Timed out' }
    expect(playwrightFailures(report({ suites }))).toEqual([{ ...failure, passedLater: true }, failure])
    expect(playwrightFailures(join(folder, 'missing.json'))).toEqual([])
  })

  it('is summed up in one line', () => {
    expect(tallyText(sum([failed, { passed: 2, failed: 0, skipped: 1 }]))).toBe(
      '2 passed, 1 failed, 1 skipped',
    )
  })
})
