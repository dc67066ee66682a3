import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { formatProblem } from '../files/index.ts'
import { startLab } from '../lab/index.ts'
import { checkLesson } from './check-lesson.ts'

const work = mkdtempSync(join(tmpdir(), 'bramble-lesson-check-'))
afterAll(() => rmSync(work, { recursive: true }))

const folder = join(import.meta.dirname, '../library/lessons')
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

describe('each lesson of the library', () => {
  it.each(files)('%s can be solved, gives nothing for nothing, and tells nothing early', async (name) => {
    for (const seed of [1, 2]) {
      const { problems, idle, most, solved } = await checkLesson(join(folder, name), seed, {
        startLab,
        installFolder: work,
      })
      expect(problems.map(formatProblem)).toEqual([])
      expect({ idle, solved }).toEqual({ idle: 0, solved: most })
    }
  })
})
