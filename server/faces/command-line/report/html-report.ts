import { printable } from '../../../base/index.ts'
import { escapeXml } from '../../../protocols/xml/index.ts'
import { failureLines, spanOf as lengthOf } from './failure-lines.ts'
import { parseReported, type ReportedRun, type ReportedScenario, type ReportedStep } from './report-schema.ts'
import { summaryLine, type Tally } from './text-report.ts'

/** A report as one page without anything from outside: steps on a time line, what failed, and the flow of the login in question. */
export interface HtmlReport {
  /** @param entry one run, as JSON */
  add(entry: string): void
  text(outcome: string, tally: Tally): string
}

/** Steps at the beginning and at the end of a long run that are drawn. */
const mostAtEachEnd = 200

export function htmlReport(): HtmlReport {
  const sections: string[] = []
  return {
    add(entry) {
      sections.push(section(parseReported(entry)))
    },
    text: (outcome, tally) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="bramble-run">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bramble: ${escaped(outcome)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Bramble <span class="${escaped(outcome)}">${escaped(outcome)}</span></h1>
<p>${escaped(summaryLine(tally))}</p>
${sections.join('\n')}
</main>
</body>
</html>
`,
  }
}

function section(scenario: ReportedScenario): string {
  const { outcome, name, file } = scenario
  const isOpen = outcome === 'failed' || outcome === 'unusable'
  const about =
    scenario.outcome === 'unusable' || scenario.outcome === 'skipped'
      ? ''
      : `, seed ${scenario.seed}, run ${scenario.run}, ${lengthOf(scenario.durationMs)} of lab time`
  return [
    `<details class="scenario"${isOpen ? ' open' : ''}>`,
    `<summary><span class="${outcome}">${outcome}</span> ${escaped(name)}</summary>`,
    `<p class="about">${escaped(file)}${escaped(about)}</p>`,
    scenario.outcome === 'unusable'
      ? list(
          scenario.problems.map(
            ({ file: place, line, column, text }) => `${place}:${line}:${column} ${text}`,
          ),
        )
      : content(scenario),
    '</details>',
  ].join('\n')
}

function content(run: ReportedRun): string {
  const reason = run.outcome === 'skipped' ? `<p>${escaped(run.reason)}</p>` : ''
  return [reason, failures(run), timeLine(run), flow(run)].filter((part) => part !== '').join('\n')
}

function failures({ failures: all, file }: ReportedRun): string {
  return all.length === 0 ? '' : `<pre class="failure">${escaped(failureLines(all, file).join('\n'))}</pre>`
}

/** The steps, each with a bar from its start to its end. */
function timeLine({ steps, droppedSteps, durationMs }: ReportedRun): string {
  if (steps.length === 0) return ''
  const head = steps.slice(0, mostAtEachEnd)
  const tail = steps.slice(Math.max(head.length, steps.length - mostAtEachEnd))
  const left = steps.length - head.length - tail.length + droppedSteps
  const lengthMs = Math.max(durationMs, ...steps.map(({ endMs }) => endMs), 1)
  const rows = [
    ...head.map((step) => row(step, lengthMs)),
    ...(left > 0 ? [`<tr><td colspan="4">… ${left} more steps</td></tr>`] : []),
    ...tail.map((step) => row(step, lengthMs)),
  ]
  return [
    '<table class="steps">',
    '<thead><tr><th scope="col">Lab time</th><th scope="col">Step</th><th scope="col">Outcome</th><th scope="col">Time line</th></tr></thead>',
    `<tbody>${rows.join('\n')}</tbody>`,
    '</table>',
  ].join('\n')
}

function row({ atMs, endMs, outcome, title, note, path }: ReportedStep, lengthMs: number): string {
  const percent = (timeMs: number) => ((100 * timeMs) / lengthMs).toFixed(2)
  const bar = `<svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${escaped(spanOf(atMs, endMs))}"><rect class="${outcome}" x="${percent(atMs)}" y="1" width="${percent(Math.max(endMs - atMs, lengthMs / 200))}" height="6"/></svg>`
  const remark = note === null ? '' : `<span class="note">${escaped(note)}</span>`
  return `<tr class="${outcome}"><td class="time">${seconds(atMs)}</td><td title="${escaped(path)}">${escaped(title)}${remark}</td><td>${outcome}</td><td class="bar">${bar}</td></tr>`
}

/** The steps of the logins that a failure is about. */
function flow({ failures: all, flowSteps }: ReportedRun): string {
  const flows = new Set(all.flatMap(({ lastFlowSteps }) => lastFlowSteps.map((step) => step.flow)))
  const shown = flowSteps.filter((step) => flows.has(step.flow))
  if (shown.length === 0) return ''
  const rows = shown.map(
    ({ atMs, handheld, step, outcome, detail }) =>
      `<tr class="${outcome}"><td class="time">${seconds(atMs)}</td><td>${escaped(handheld)}</td><td>${escaped(step)}</td><td>${outcome}</td><td>${escaped(detail)}</td></tr>`,
  )
  const head = ['Lab time', 'Handheld', 'Step', 'Outcome', 'Why'].map(
    (word) => `<th scope="col">${word}</th>`,
  )
  return `<h3>The logins in question</h3>\n<table class="flow"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

function list(lines: readonly string[]): string {
  return `<ul>${lines.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`
}

function seconds(timeMs: number): string {
  return `${(timeMs / 1_000).toFixed(3)} s`
}

function spanOf(atMs: number, endMs: number): string {
  return `${seconds(atMs)} to ${seconds(endMs)}`
}

function escaped(text: string): string {
  return escapeXml(printable(text))
}

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 span, summary span { padding: 0.1em 0.5em; border-radius: 0.3em; font-size: 0.8em; }
.passed, span.done { background: light-dark(#dff3e4, #16402a); }
.failed, .unusable, span.refused { background: light-dark(#fbdcd9, #5a1d18); }
.skipped, .interrupted { background: light-dark(#ececec, #3a3a3a); }
.scenario { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.6rem 0; }
summary { cursor: pointer; font-weight: 600; }
.about, .note { color: color-mix(in srgb, currentColor 70%, transparent); }
.note { display: block; }
pre { overflow-x: auto; padding: 0.8rem; border-left: 4px solid light-dark(#c0392b, #e57368); white-space: pre-wrap; background: none; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; }
td, th { padding: 0.15rem 0.6rem 0.15rem 0; vertical-align: top; }
tr { background: none; }
.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { width: 40%; }
.bar svg { width: 100%; height: 0.8em; }
rect.passed { fill: light-dark(#2e8b57, #58b984); }
rect.failed { fill: light-dark(#c0392b, #e57368); }
rect.skipped { fill: #999; }
tr.failed td, tr.refused td { background: light-dark(#fbeceb, #3a1814); }
tr.passed, tr.skipped { background: none; }
`
