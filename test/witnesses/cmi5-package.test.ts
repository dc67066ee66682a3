import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { cmi5Package, readLesson } from '../../server/lessons/index.ts'
import { run, runOrFail } from './program.ts'
import { describeWitness } from './witness.ts'

const schema = join(import.meta.dirname, 'cmi5/package.xsd')
const lessons = join(import.meta.dirname, '../../server/library/lessons')

describeWitness('xmllint', { programs: { xmllint: 'libxml2-utils' } }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-cmi5-'))
  const file = join(folder, 'cmi5.xml')
  afterAll(() => rmSync(folder, { recursive: true }))

  test('finds that the package of all lessons has a course structure as cmi5 asks for it', async () => {
    const all = await Promise.all(
      readdirSync(lessons).map(async (name) => {
        const lesson = await readLesson(join(lessons, name), 1)
        const { content, id } = lesson
        return { ...lesson, id: id.replace('02-', '<02> & "'), content: { ...content, lesson: '<b>"&"</b>' } }
      }),
    )
    const structure = strFromU8(unzipSync(await cmi5Package(all))['cmi5.xml'] ?? new Uint8Array())
    writeFileSync(file, structure)
    await runOrFail('xmllint', '--noout', '--schema', schema, file)

    // So that the schema means something.
    for (const [from, to] of [
      ['moveOn="Completed"', 'moveOn="Done"'],
      ['masteryScore="0.6"', 'masteryScore="60"'],
      [' lang="en"', ''],
      ['<url>', '<url/><url>'],
    ] as const) {
      writeFileSync(file, structure.replace(from, to))
      expect((await run('xmllint', ['--noout', '--schema', schema, file])).code).toBe(3)
    }
  })
})
