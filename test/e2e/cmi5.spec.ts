import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import { chromium } from 'playwright/test'
import * as validation from 'xapi-validation'
import { browserArguments, findBrowser } from '../../build/browser.mjs'
import { projectFolder } from '../../build/folders.mjs'
import { expect, test } from './fixtures.ts'
import { SmallLms } from './small-lms.ts'

const id = '02-server-busy'
const activity = `https://bramble.example/lessons/${id}`

/** What an independent validator finds. Its package is CommonJS, whose function stands one level deeper here. */
function problemsOf(statement: object): unknown {
  const { default: found }: { default: unknown } = validation
  const validate: unknown = found instanceof Function ? found : Reflect.get(Object(found), 'default')
  if (!(validate instanceof Function)) throw new Error('there is no validator')
  return validate(statement)
}

const result = (earned: number, finishedAt: number | null) => ({
  format: 'bramble-lesson-results',
  version: 1,
  lesson: { id },
  attempts: [
    { finishedAt, score: { earned, most: 30 } },
    { finishedAt, score: { earned: 3, most: 30 } },
  ],
})

test('a system that teaches launches a lesson of a package and gets its statements in order', async ({
  face,
  home,
}) => {
  test.skip(face === 'electron', 'the page is opened by the browser of the learner')
  const packed = join(home, 'lessons.zip')
  const lesson = join(projectFolder, `server/library/lessons/${id}.yaml`)
  await promisify(execFile)(process.execPath, [
    join(projectFolder, 'out/main/bramble.js'),
    ...['lesson', 'package', lesson, '--out', packed],
  ])
  const lms = new SmallLms(unzipSync(await readFile(packed)))
  await lms.start()
  const { env, program } = await findBrowser()
  const browser = await chromium.launch({
    executablePath: program,
    args: browserArguments,
    env: { ...process.env, ...env },
  })
  try {
    const page = await browser.newPage()
    const { registration, sessionId, url } = lms.launch(`${id}.html`, activity)
    await page.goto(url)
    const chooser = page.getByLabel('File of the result')
    const said = page.getByRole('status')
    const choose = async (name: string, content: object) => {
      await writeFile(join(home, name), JSON.stringify(content))
      await chooser.setInputFiles(join(home, name))
    }
    await choose('other.json', { ...result(27, 1), lesson: { id: 'another' } })
    await expect(said).toContainText('no result of this lesson')
    await choose('open.json', result(27, null))
    await expect(said).toContainText('not been finished')
    await choose('mine.json', result(27, 1))
    await expect(said).toContainText('Reported: 27 of 30 points')
    await expect(chooser).toBeDisabled()

    expect(lms.refused).toEqual([])
    const verbs = lms.statements.map(({ verb }) => verb.id.split('/').at(-1))
    expect(verbs).toEqual(['initialized', 'passed', 'completed', 'terminated'])
    for (const statement of lms.statements) {
      expect(problemsOf(statement)).toEqual([])
      expect(statement).toMatchObject({
        actor: { account: { name: 'learner-7' } },
        object: { id: activity },
        context: {
          registration,
          contextActivities: {
            category: expect.arrayContaining([
              expect.objectContaining({ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }),
            ]),
          },
          extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': sessionId },
        },
      })
    }
    expect(lms.statements[1]).toMatchObject({
      result: {
        success: true,
        score: { scaled: 0.9, raw: 27, min: 0, max: 30 },
        duration: expect.any(String),
      },
      context: { extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': 0.6 } },
    })
    expect(lms.statements[2]).toMatchObject({ result: { completion: true } })

    // Below the mastery score; and where the system only lets somebody look.
    for (const [mode, expected] of [
      ['Normal', ['initialized', 'failed', 'completed', 'terminated']],
      ['Browse', ['initialized', 'terminated']],
      ['Review', ['initialized', 'terminated']],
    ] as const) {
      const other = new SmallLms(unzipSync(await readFile(packed)), mode)
      await other.start()
      try {
        await page.goto(other.launch(`${id}.html`, activity).url)
        await choose('some.json', result(3, 1))
        await expect(said).toContainText('Reported: 3 of 30 points')
        expect(other.statements.map(({ verb }) => verb.id.split('/').at(-1))).toEqual(expected)
        for (const statement of other.statements) expect(problemsOf(statement)).toEqual([])
        if (mode === 'Normal') expect(other.statements[1]).toMatchObject({ result: { success: false } })
        expect(other.refused).toEqual([])
      } finally {
        await other.stop()
      }
    }
  } finally {
    await browser.close()
    await lms.stop()
  }
})
