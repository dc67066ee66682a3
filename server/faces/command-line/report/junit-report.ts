import { printable } from '../../../base/index.ts'
import { escapeXml } from '../../../protocols/xml/index.ts'
import { parseReported } from './report-schema.ts'
import type { Run } from './run-result.ts'
import { stepLines } from './step-lines.ts'
import { titleOf } from './text-report.ts'

/**
 * JUnit's XML, piece by piece: a test suite for each file, a test case for each run of it. It keeps to the schema that is
 * the strictest in use, junit-10.xsd of Jenkins' xUnit plugin: `skipped` is counted at the suites only. Times are lab time, so that
 * one seed gives the same bytes.
 */
export interface JunitReport {
  add(run: Run): void
  text(): string
}

interface Suite {
  file: string
  seed: number
  counts: Counts
  cases: string[]
  /** How often there has been each title: readers take cases of the same name for one. */
  titles: Map<string, number>
  /** The refused step before the failure of a run, by the title of the run. */
  refusals: { title: string; code: string }[]
}

interface Counts {
  tests: number
  failures: number
  errors: number
  skipped: number
  labMs: number
}

export function junitReport(): JunitReport {
  const suites: Suite[] = []
  const total = noneYet()
  return {
    add(run) {
      let suite = suites.at(-1)
      if (suite?.file !== run.file) {
        suite = {
          file: run.file,
          seed: run.seed,
          counts: noneYet(),
          cases: [],
          titles: new Map(),
          refusals: [],
        }
        suites.push(suite)
      }
      count(run, suite.counts)
      count(run, total)
      const title = titleOf(run)
      const times = (suite.titles.get(title) ?? 0) + 1
      suite.titles.set(title, times)
      const own = times === 1 ? title : `${title} #${times}`
      suite.cases.push(testCase(run, own))
      if (run.refusalCode !== null) suite.refusals.push({ title: own, code: run.refusalCode })
    },
    text: () =>
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name="bramble" ${attributes(total)}>`,
        ...suites.flatMap(suiteLines),
        '</testsuites>',
        '',
      ].join('\n'),
  }
}

function noneYet(): Counts {
  return { tests: 0, failures: 0, errors: 0, skipped: 0, labMs: 0 }
}

function count({ result, durationMs }: Run, counts: Counts): void {
  counts.tests += 1
  counts.labMs += durationMs
  if (result === 'failed') counts.failures += 1
  if (result === 'unusable') counts.errors += 1
  if (result === 'skipped') counts.skipped += 1
}

function attributes({ tests, failures, errors, labMs }: Counts): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}" time="${secondsOf(labMs)}"`
}

/** Without an exponent, which the schema does not know. */
function secondsOf(durationMs: number): number {
  return Math.round(durationMs) / 1_000
}

function suiteLines({ file, seed, counts, cases, refusals }: Suite): string[] {
  const refused = refusals.map(({ title, code }) => ({ name: `refused: ${title}`, value: code }))
  const properties = [{ name: 'seed', value: String(seed) }, ...refused]
  return [
    `  <testsuite name="${inAttribute(file)}" ${attributes(counts)} skipped="${counts.skipped}">`,
    `    <properties>${properties.map(property).join('')}</properties>`,
    ...cases,
    '  </testsuite>',
  ]
}

function property({ name, value }: { name: string; value: string }): string {
  return `<property name="${inAttribute(name)}" value="${inAttribute(value)}"/>`
}

function testCase(run: Run, title: string): string {
  const { file, result, message, lines, durationMs } = run
  const open = `    <testcase name="${inAttribute(title)}" classname="${inAttribute(file)}" time="${secondsOf(durationMs)}"`
  const reported = run.json === null ? null : parseReported(run.json)
  const steps = reported === null ? '' : systemOut(stepLines(reported))
  const kind = reported && 'failures' in reported ? (reported.failures[0]?.kind ?? 'error') : 'expectation'
  if (result === 'passed') return steps === '' ? `${open}/>` : `${open}>\n${steps}    </testcase>`
  const said = `message="${inAttribute(message ?? '')}"`
  const all = inElement(lines.join('\n'))
  const inside = {
    skipped: `<skipped ${said}/>`,
    unusable: `<error ${said} type="unusable">${all}</error>`,
    failed: `<failure ${said} type="${kind}">${all}</failure>`,
  }[result]
  return `${open}>\n      ${inside}\n${steps}    </testcase>`
}

function systemOut(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `      <system-out>${inElement(lines.join('\n'))}</system-out>\n`
}

/** Text of an element; what XML 1.0 cannot hold at all becomes a question mark. */
function inElement(text: string): string {
  return escapeXml(printable(text)).replaceAll('\r', '&#13;')
}

/** Line breaks and tabs in attributes are written as references, since a reader of XML makes blanks of them. */
function inAttribute(text: string): string {
  return inElement(text).replace(/[\n\t]/g, (character) => `&#${character.charCodeAt(0)};`)
}
