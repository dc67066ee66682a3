import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { formatPage, measureGrowth } from './growth.ts'
import { measure, type Result } from './measure.ts'
import { removePrograms } from './processes.ts'
import { createReport, readable, readReport, replaceTable } from './report.ts'
import { rows } from './rows/index.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    html: { type: 'string' },
    small: { type: 'boolean', default: false },
    /** Measures nothing: writes the table of docs/performance.md from a file that `--json` has written. */
    table: { type: 'string' },
  },
})

if (values.table === undefined) await measureRows()
else replaceTable('docs/performance.md', readReport(values.table))

async function measureRows(): Promise<void> {
  const { html, json, only, small } = values
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
