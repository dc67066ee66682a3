import { describe, expect, it } from 'vitest'
import { junitReport } from './junit-report.ts'
import type { Run } from './run-result.ts'

function run(name: string, result: Run['result'], message: string | null, file = 'a&b.yaml'): Run {
  const nothing = { capture: null, log: null, from: null, snapshot: null }
  const task = { file, name, seed: 7, number: 1, of: 1, ...nothing }
  const lines = message === null ? [] : [`  ${file}:3:5 steps[0]: ${message}`]
  return {
    ...task,
    result,
    isInputUnusable: false,
    message,
    lines,
    durationMs: 1_500,
    tookMs: 250,
    json: null,
  }
}

describe('the JUnit report', () => {
  const report = junitReport()
  report.add(run('fine', 'passed', null))
  report.add(run('<"bad">', 'failed', "found 'x' & \u0000\u001b]]>\ud800"))
  report.add(run('later', 'skipped', 'needs sametime', 'c.yaml'))
  const xml = report.text()

  it('has a suite for each file, with its seed, and counts', () => {
    expect(xml).toContain(
      '<testsuites name="bramble" tests="3" failures="1" errors="0" skipped="1" time="0.75">',
    )
    expect(xml).toContain(
      '<testsuite name="a&amp;b.yaml" tests="2" failures="1" errors="0" skipped="0" time="0.5">',
    )
    expect(xml).toContain(
      '<testsuite name="c.yaml" tests="1" failures="0" errors="0" skipped="1" time="0.25">',
    )
    expect(xml).toContain('<properties><property name="seed" value="7"/></properties>')
  })

  it('has a case for each run, and escapes', () => {
    expect(xml).toContain('<testcase name="fine" classname="a&amp;b.yaml" time="0.25"/>')
    expect(xml).toContain('<testcase name="&lt;&quot;bad&quot;&gt;" classname="a&amp;b.yaml" time="0.25">')
    expect(xml).toContain('<failure message="found &apos;x&apos; &amp; ??]]&gt;?" type="expectation">')
    expect(xml).toContain('<skipped message="needs sametime"/>')
    for (const character of ['\u0000', '\u001b', '\ud800']) expect(xml).not.toContain(character)
  })
})
