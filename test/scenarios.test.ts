import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startLab } from '../server/lab/index.ts'
import { readScenario, runScenario } from '../server/scenario/index.ts'

const folder = join(import.meta.dirname, 'scenarios')

describe('acceptance scenarios', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    it(file.replace('.yaml', ''), { timeout: 60_000 }, async () => {
      const scenario = await readScenario(join(folder, file))
      const outcome = await runScenario(scenario, { startLab, installFolder: null })
      expect(outcome.failures).toEqual([])
      expect(outcome.passed).toBe(true)
    })
  }
})
