import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { startLab } from '../server/lab/index.ts'
import { proveScenario, readScenario } from '../server/scenario/index.ts'

const folder = join(import.meta.dirname, '../server/library')
// Lessons have tests of their own, beside what takes them.
const scenarios = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.yaml') && !name.startsWith('lessons'),
)
const told = z.looseObject({
  name: z.string(),
  symptom: z.string(),
  cause: z.string(),
  issue: z.int().optional(),
  source: z.string().optional(),
})

function tell(file: string) {
  return told.parse(parse(readFileSync(join(folder, file), 'utf8')))
}

describe('the library of field issues', () => {
  it('contains each of the 33 issues, with symptom, cause and source', () => {
    const issues = scenarios.map(tell).filter(({ issue }) => issue !== undefined)
    expect(issues.map(({ issue }) => issue).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      Array.from({ length: 33 }, (_, index) => index + 1),
    )
    for (const { source } of issues) expect(source).toMatch(/^(stated|seen in a client|tried|CVE)/)
  })

  it('contains four demonstrations of the lab', () => {
    const demos = scenarios.filter((file) => file.startsWith('demos'))
    expect(demos.map((file) => tell(file).name)).toHaveLength(4)
  })

  describe.each(scenarios)('%s', (file) => {
    it('passes, and fails at an expectation once its cause is removed', async (context) => {
      const scenario = await readScenario(join(folder, file))
      context.skip(scenario.missing.length > 0, `needs ${scenario.missing.join(', ')}, which no lab has yet`)
      const proof = await proveScenario(scenario, { startLab, installFolder: null })
      expect(proof).toMatchObject({ verdict: 'proven' })
    })
  })
})
