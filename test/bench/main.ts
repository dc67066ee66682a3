import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measure, type Result } from './measure.ts'
import { rows } from './rows/index.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    small: { type: 'boolean', default: false },
  },
})

const results: Result[] = []
for (const row of rows) {
  if (values.only && !values.only.includes(row.name)) continue
  const missing = row.missing?.() ?? null
  if (missing !== null) {
    console.log(`${row.name.padEnd(18)} skipped: ${missing} is missing`)
    continue
  }
  const result = await measure(row, values.small)
  results.push(result)
  const spread = result.spread.map((value) => value.toFixed(2)).join('–')
  console.log(
    `${row.name.padEnd(18)} ${result.ratio.toFixed(2).padStart(7)} [${spread}]  goal ${result.goal}  ${result.met ? 'met' : 'MISSED'}  (${readable(result.ours)} / ${readable(result.theirs)} ${row.unit})`,
  )
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ results }, null, 2)}\n`)

/** Three significant digits, and all digits of a large number. */
function readable(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
