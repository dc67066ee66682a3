import { expect, it } from 'vitest'
import { measure } from './measure.ts'
import { rows } from './rows/index.ts'

/** That each row runs, on small input; how fast anything is, no test says. */
it.for(rows)('$name: $what', async (row, { skip }) => {
  const missing = row.missing?.() ?? null
  if (missing !== null) skip(`${missing} is missing`)
  expect(await measure(row, true)).toMatchObject({ name: row.name, ratio: expect.any(Number) })
})
