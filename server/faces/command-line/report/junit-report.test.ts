import { describe, expect, it } from 'vitest'
import { readXml, type XmlElement } from '../../../protocols/xml/index.ts'
import { junitReport } from './junit-report.ts'
import type { Run } from './run-result.ts'

function run(name: string, result: Run['result'], message: string | null, file = 'a&b.yaml'): Run {
  const nothing = { capture: null, log: null, from: null, snapshot: null, record: null, withPast: false }
  const task = { file, name, seed: 7, combination: 1, combinations: 1, number: 1, of: 1, ...nothing }
  const lines = message === null ? [] : [`  ${file}:3:5 steps[0]: ${message}`]
  return {
    ...task,
    result,
    isInputUnusable: false,
    refusalCode: result === 'failed' ? 'server-busy' : null,
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
  report.add(run('broken', 'unusable', 'the file is empty', 'd.yaml'))
  const xml = report.text()

  it('has a suite for each file, with its seed, and counts', () => {
    expect(xml).toContain('<testsuites name="bramble" tests="4" failures="1" errors="1" time="6">')
    expect(xml).toContain(
      '<testsuite name="a&amp;b.yaml" tests="2" failures="1" errors="0" time="3" skipped="0">',
    )
    expect(xml).toContain(
      '<testsuite name="c.yaml" tests="1" failures="0" errors="0" time="1.5" skipped="1">',
    )
    expect(xml).toContain('<properties><property name="seed" value="7"/></properties>')
    expect(xml).toContain(
      '<property name="refused: &lt;&quot;bad&quot;&gt;" value="server-busy"/></properties>',
    )
  })

  it('has a case for each run, with special characters escaped', () => {
    expect(xml).toContain('<testcase name="fine" classname="a&amp;b.yaml" time="1.5"/>')
    expect(xml).toContain('<testcase name="&lt;&quot;bad&quot;&gt;" classname="a&amp;b.yaml" time="1.5">')
    expect(xml).toContain('<failure message="found &apos;x&apos; &amp; ??]]&gt;?" type="expectation">')
    expect(xml).toContain('<skipped message="needs sametime"/>')
    expect(xml).toContain('<error message="the file is empty" type="unusable">')
    for (const character of ['\u0000', '\u001b', '\ud800']) expect(xml).not.toContain(character)
  })

  it('is valid by the schema of Jenkins, the strictest in use', () => {
    expect(breaches(readXml(xml))).toEqual([])
    expect(xml).not.toMatch(/time="[^"]*[^0-9."]/)
  })
})

/** junit-10.xsd of the xUnit plugin, as far as reports use it: what each element may hold, and what it must. */
const schema: Record<string, { holds: string[]; may: string[]; must: string[] }> = {
  testsuites: { holds: ['testsuite'], may: ['name', 'time', 'tests', 'failures', 'errors'], must: [] },
  testsuite: {
    holds: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    may: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    must: ['name', 'tests', 'failures', 'errors'],
  },
  properties: { holds: ['property'], may: [], must: [] },
  property: { holds: [], may: [], must: ['name', 'value'] },
  testcase: {
    holds: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    may: ['time', 'classname', 'group'],
    must: ['name'],
  },
  skipped: { holds: [], may: ['type', 'message'], must: [] },
  error: { holds: [], may: ['type', 'message'], must: [] },
  failure: { holds: [], may: ['type', 'message'], must: [] },
}

function breaches({ name, attributes, children }: XmlElement): string[] {
  const rules = schema[name]
  if (!rules) return [`${name} is unknown`]
  const { holds, may, must } = rules
  const given = attributes.map((attribute) => attribute.name)
  return [
    ...given.filter((key) => ![...may, ...must].includes(key)).map((key) => `${name} has ${key}`),
    ...must.filter((key) => !given.includes(key)).map((key) => `${name} lacks ${key}`),
    ...children.filter((child) => !holds.includes(child.name)).map((child) => `${name} holds ${child.name}`),
    ...children.flatMap(breaches),
  ]
}
