import { describe, expect, it } from 'vitest'
import { junitReport } from './junit-report.ts'
import type { Run } from './run.ts'

function run(name: string, message: string | null): Run {
  const failures =
    message === null
      ? []
      : [{ path: 'steps[0]', line: 3, column: 5, atMs: 1_500, message, lastFlowSteps: [] }]
  return {
    outcome: {
      file: 'a&b.yaml',
      name,
      seed: 1,
      passed: message === null,
      durationMs: 1_500,
      steps: [],
      failures,
      flowSteps: [],
    },
    number: 1,
    of: 1,
    tookMs: 250,
  }
}

describe('the JUnit report', () => {
  it('counts and escapes', () => {
    const xml = junitReport([run('fine', null), run('<"bad">', "found 'x' & \u0000]]>")])
    expect(xml).toContain(
      '<testsuite name="bramble" tests="2" failures="1" errors="0" skipped="0" time="0.5">',
    )
    expect(xml).toContain('<testcase name="fine" classname="a&amp;b.yaml" time="0.25"/>')
    expect(xml).toContain('<testcase name="&lt;&quot;bad&quot;&gt;" classname="a&amp;b.yaml" time="0.25">')
    expect(xml).toContain('<failure message="found &apos;x&apos; &amp; ?]]&gt;" type="expectation">')
    expect(xml).not.toContain('\u0000')
  })
})
