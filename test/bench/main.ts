import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measure, type Result } from './measure.ts'
import { removePrograms } from './processes.ts'
import { rows } from './rows/index.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    small: { type: 'boolean', default: false },
  },
})

const results: Result[] = []
try {
  for (const row of rows) {
    if (values.only && !values.only.includes(row.name)) continue
    const missing = row.missing?.() ?? null
    if (missing === null) {
      const result = await measure(row, values.small)
      results.push(result)
      print(result)
    } else {
      console.log(`${row.name.padEnd(18)} skipped: ${missing} is missing`)
    }
  }
} finally {
  removePrograms()
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ results }, null, 2)}\n`)

function print({ name, ratio, spread, goal, met, ours, theirs, unit }: Result): void {
  const range = spread.map((value) => value.toFixed(2)).join('–')
  const verdict = met ? 'met' : 'MISSED'
  const values = `${readable(ours)} / ${readable(theirs)} ${unit}`
  console.log(
    `${name.padEnd(18)} ${ratio.toFixed(2).padStart(7)} [${range}]  goal ${goal}  ${verdict}  (${values})`,
  )
}

/** Three significant digits, and all digits of a large number. */
function readable(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
