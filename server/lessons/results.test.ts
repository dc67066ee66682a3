import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import validate from 'xapi-validation'
import type { LessonView } from '#contract'
import { someLesson } from '../contract/testing/some-lesson.ts'
import { attribute, descendants, readXml } from '../protocols/xml/index.ts'
import { cmi5Package } from './cmi5-package.ts'
import { resultsAsCsv, resultsAsJson, resultsAsStatements } from './export-results.ts'
import { readLesson } from './read-lesson.ts'
import { ResultsFolder } from './results.ts'

const work = mkdtempSync(join(tmpdir(), 'bramble-results-'))
afterAll(() => rmSync(work, { recursive: true }))

const view = (changes: Partial<LessonView> = {}): LessonView => ({
  ...someLesson(),
  id: '02-server-busy',
  title: 'Nobody is chatting, "and" still no room',
  trainee: '=HYPERLINK("x") <b>Anna</b>',
  seed: 7,
  questions: [
    {
      id: 'cause',
      kind: 'choose',
      text: 'Why?',
      state: 'done',
      points: 10,
      earned: 6.7,
      mistakes: 1,
      isRevealed: false,
      explanation: null,
      choices: [
        { id: 'a', text: 'No room', verdict: 'right', why: null },
        { id: 'b', text: 'A tunnel', verdict: 'wrong', why: null },
      ],
    },
    {
      id: 'customer',
      kind: 'write',
      text: 'What do you say?',
      state: 'done',
      points: 0,
      earned: 0,
      mistakes: 0,
      isRevealed: false,
      explanation: null,
      written: 'There was no room,\nnow there is.',
    },
  ],
  notebook: [
    {
      id: 1,
      item: { kind: 'frame', number: 3 },
      text: 'a frame',
      at: 1,
      question: null,
      verdict: 'noted',
      why: null,
    },
  ],
  hints: [{ id: '1', question: 'cause', price: 2, text: 'Look there.', isOffered: false }],
  score: { earned: 4.7, most: 10, paid: 2 },
  begunAt: Date.UTC(2026, 0, 5, 9),
  finishedAt: Date.UTC(2026, 0, 5, 9, 12, 30),
  ...changes,
})

describe('results', () => {
  const folder = new ResultsFolder(join(work, 'kept'))

  it('are kept as they grow, an attempt once, in a file for each trainee and lesson', async () => {
    await folder.keep(view({ finishedAt: null }))
    await folder.keep(view())
    await folder.keep(
      view({ begunAt: Date.UTC(2026, 0, 6), finishedAt: null, score: { earned: 0, most: 10, paid: 0 } }),
    )
    await folder.keep(view({ trainee: null }))
    const { results, unusable } = await folder.all()
    expect(unusable).toEqual([])
    expect(results.map(({ trainee, attempts }) => [trainee, attempts.length])).toEqual(
      expect.arrayContaining([
        [view().trainee, 2],
        [null, 1],
      ]),
    )
    expect((await folder.bestOf(view().trainee)).get('02-server-busy')).toEqual({
      earned: 4.7,
      most: 10,
      finishedAt: view().finishedAt,
      times: 1,
    })
    expect(readdirSync(join(work, 'kept')).every((name) => /^[\w-]+\.json$/.test(name))).toBe(true)
  })

  it('are left alone where a file is none, and say what cannot be written', async () => {
    writeFileSync(join(work, 'kept', 'holiday.json'), '{')
    expect((await folder.all()).unusable).toEqual([join(work, 'kept', 'holiday.json')])
    rmSync(join(work, 'kept', 'holiday.json'))
    writeFileSync(join(work, 'file'), '')
    await expect(new ResultsFolder(join(work, 'file')).keep(view())).rejects.toMatchObject({
      code: 'lesson-not-saved',
    })
  })

  it('become a table that no spreadsheet takes for formulas, and one file of all', async () => {
    const { results } = await folder.all()
    const csv = resultsAsCsv(results)
    expect(csv.split('\r\n')[0]).toContain('trainee,lesson,title')
    expect(csv).toContain(`"'=HYPERLINK(""x"") <b>Anna</b>",02-server-busy`)
    expect(csv).toContain('750,4.7,10,47,1,2,1,0,7,"There was no room,\nnow there is."')
    expect(JSON.parse(resultsAsJson(results))).toMatchObject({ results: [{}, {}] })
  })

  it('keep names of all sorts apart from formulas, columns, lines and markup', async () => {
    const names = ['=1+1', '+49 30', '-x', '@SUM(A1)', ' =1', 'a,b', 'say "hi"', 'two\nlines', '<img src=x>']
    // In full width, behind what is not to be seen, and behind what other languages have in place of the comma.
    names.push('\uff1dHYPERLINK("x")', '\u200b=1', 'Anna;=1+1', 'Zoë 🙂👩‍💻', '\ud83d')
    const odd = new ResultsFolder(join(work, 'odd'))
    for (const trainee of names) await odd.keep(view({ trainee }))
    const { results } = await odd.all()
    expect(results.length).toBe(names.length)
    const csv = `\r\n${resultsAsCsv(results)}`
    const formulas = ["'=1+1", "'+49 30", "'-x", "'@SUM(A1)", "' =1"]
    formulas.push('"\'\uff1dHYPERLINK(""x"")"', "'\u200b=1", '"Anna;\'=1+1"', 'Zoë 🙂👩‍💻')
    for (const cell of [...formulas, '"a,b"', '"say ""hi"""', '"two\nlines"', '<img src=x>']) {
      expect(csv).toContain(`\r\n${cell},02-server-busy`)
    }
    for (const line of resultsAsStatements(results).trim().split('\n')) {
      expect(validate(JSON.parse(line))).toEqual([])
    }
  })

  it('lose nothing where two pages write at once, or a lock was left', async () => {
    const [one, other] = [new ResultsFolder(join(work, 'both')), new ResultsFolder(join(work, 'both'))]
    const attempts = Array.from({ length: 20 }, (_, index) => view({ begunAt: index }))
    await Promise.all(attempts.map((attempt, index) => (index % 2 === 0 ? one : other).keep(attempt)))
    const [kept] = (await one.all()).results
    expect(kept?.attempts.map(({ begunAt }) => begunAt).toSorted((a, b) => a - b)).toEqual(
      attempts.map(({ begunAt }) => begunAt),
    )
    const [file = '', ...others] = readdirSync(join(work, 'both'))
    expect(others).toEqual([])
    const lock = join(work, 'both', `${file}.lock`)
    writeFileSync(lock, '')
    utimesSync(lock, 1, 1)
    await one.keep(view({ begunAt: 99 }))
    expect((await one.all()).results[0]?.attempts.length).toBe(21)
  })

  it('become statements that an independent validator accepts, with the same IDs each time', async () => {
    const { results } = await folder.all()
    const lines = resultsAsStatements(results).trim().split('\n')
    const statements: { id: string; verb: { id: string } }[] = lines.map((line) => JSON.parse(line))
    for (const statement of statements) expect(validate(statement)).toEqual([])
    expect(statements.length).toBe(9)
    expect(new Set(statements.map(({ id }) => id)).size).toBe(9)
    expect(resultsAsStatements(results)).toBe(resultsAsStatements(results))
    expect(validate({ ...statements[0], verb: { id: 'no address' } })).not.toEqual([])
  })
})

describe('a cmi5 package', () => {
  it('has the course structure, and a page for each lesson that it names', async () => {
    mkdirSync(join(work, 'own'), { recursive: true })
    const lessons = await Promise.all(
      ['01-your-first-login', '02-server-busy'].map((name) =>
        readLesson(join(import.meta.dirname, `../library/lessons/${name}.yaml`), 1),
      ),
    )
    const files = unzipSync(await cmi5Package(lessons))
    const structure = strFromU8(files['cmi5.xml'] ?? new Uint8Array())
    const root = readXml(structure)
    expect(root).toMatchObject({ localName: 'courseStructure' })
    expect(structure).toContain('xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"')
    const urls = descendants(root, 'url').map(({ text }) => text)
    expect(urls).toEqual(['01-your-first-login.html', '02-server-busy.html'])
    for (const url of urls) expect(strFromU8(files[url] ?? new Uint8Array())).toContain('cmi5.js')
    expect((files['cmi5.js'] ?? []).length).toBeGreaterThan(10_000)
    const ids = descendants(root, 'au').map((unit) => attribute(unit, 'id') ?? '')
    expect(ids.map((id) => URL.canParse(id))).toEqual([true, true])
  })
})
