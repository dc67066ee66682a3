import { writeFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { formatPage, measureGrowth } from './growth.ts'
import { measure, type Result } from './measure.ts'
import { removePrograms } from './processes.ts'
import { createReport, readable, readReport, replaceTable } from './report.ts'
import { rows } from './rows/index.ts'

const names = rows.map(({ name }) => name)
const { html, json, only, small, table } = new Command('npm run bench --')
  .description(
    'Measures Bramble beside something else that does the same work. docs/performance.md tells how to read it.',
  )
  .addOption(new Option('--only <row...>', 'measure these rows only').choices(names))
  .option('--json <file>', 'write the results to a file, after each row')
  .option('--html <file>', 'also measure how cost grows with the size of a lab, and draw it on a page')
  .option('--small', 'only show that each row runs: its numbers mean nothing', false)
  .option('--table <file>', 'measure nothing: write the table of docs/performance.md from a file of --json')
  .parse()
  .opts<{ html?: string; json?: string; only?: string[]; small: boolean; table?: string }>()

if (table === undefined) await measureRows()
else replaceTable('docs/performance.md', readReport(table))

async function measureRows(): Promise<void> {
  const results: Result[] = []
  try {
    for (const row of rows) {
      if (only && !only.includes(row.name)) continue
      const missing = row.missing?.() ?? null
      if (missing === null) {
        const result = await measure(row, small)
        results.push(result)
        print(result)
        // After each row, so that a run that is interrupted keeps its results.
        if (json) writeFileSync(json, `${JSON.stringify(createReport(results), null, 2)}\n`)
      } else {
        console.log(`${row.name.padEnd(18)} skipped: ${missing} is missing`)
      }
    }
    if (html) writeFileSync(html, formatPage(createReport(results), await measureGrowth(small)))
  } finally {
    removePrograms()
  }
}

function print({ name, ratio, spread, goal, met, ours, theirs, unit }: Result): void {
  const range = spread.map((value) => value.toFixed(2)).join('–')
  const verdict = met ? 'met' : 'MISSED'
  const both = `${readable(ours)} / ${readable(theirs)} ${unit}`
  console.log(
    `${name.padEnd(18)} ${ratio.toFixed(2).padStart(7)} [${range}]  goal ${goal}  ${verdict}  (${both})`,
  )
}
