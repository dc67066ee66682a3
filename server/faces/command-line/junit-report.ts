import type { Run } from './run.ts'
import { failureLines, titleOf } from './text-report.ts'

/** JUnit's XML: one test suite, one test case for each run of a scenario. */
export function junitReport(runs: readonly Run[]): string {
  const failed = runs.filter(({ outcome }) => !outcome.passed).length
  const seconds = runs.reduce((sum, { tookMs }) => sum + tookMs, 0) / 1_000
  const totals = `tests="${runs.length}" failures="${failed}" errors="0" skipped="0" time="${seconds}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="bramble" ${totals}>`,
    `  <testsuite name="bramble" ${totals}>`,
    ...runs.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(run: Run): string {
  const { outcome, tookMs } = run
  const attributes = `name="${escaped(titleOf(run))}" classname="${escaped(outcome.file)}" time="${tookMs / 1_000}"`
  const [first] = outcome.failures
  if (first === undefined) return `    <testcase ${attributes}/>`
  const text = outcome.failures.flatMap((failure) => failureLines(failure, outcome.file)).join('\n')
  return [
    `    <testcase ${attributes}>`,
    `      <failure message="${escaped(first.message)}" type="expectation">${escaped(text)}</failure>`,
    '    </testcase>',
  ].join('\n')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

/** Text for an attribute or an element; what XML 1.0 cannot hold at all becomes a question mark. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .replace(/[&<>"'\n\r\t]/g, (character) => entities[character] ?? character)
}
