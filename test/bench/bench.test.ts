import { afterAll, expect, it } from 'vitest'
import { formatPage, measureGrowth } from './growth.ts'
import { measure } from './measure.ts'
import { removePrograms } from './processes.ts'
import { createReport } from './report.ts'
import { rows } from './rows/index.ts'

afterAll(removePrograms)

/** Runs each row on small input. No test checks how fast anything is. */
it.for(rows)('$name: $what', async (row, { skip }) => {
  const missing = row.missing?.() ?? null
  if (missing !== null) skip(`${missing} is missing`)
  expect(await measure(row, true)).toMatchObject({ name: row.name, ratio: expect.any(Number) })
})

it('draws on a page how cost grows with the size of a lab', async () => {
  const page = formatPage(createReport([]), await measureGrowth(true))
  expect(page.match(/<svg /g)).toHaveLength(12)
  expect(page).not.toContain('NaN')
})
