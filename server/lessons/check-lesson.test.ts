import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { formatProblem, UnusableFile } from '../files/index.ts'
import { startLab } from '../lab/index.ts'
import { checkLesson } from './check-lesson.ts'
import { findGiveaways } from './giveaways.ts'
import { readLesson } from './read-lesson.ts'
import { startLesson } from './start-lesson.ts'

const work = mkdtempSync(join(tmpdir(), 'bramble-lesson-check-'))
afterAll(() => rmSync(work, { recursive: true }))

const folder = join(import.meta.dirname, '../library/lessons')
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const options = { startLab, installFolder: work }

describe('each lesson of the library', () => {
  it.each(files)('%s can be solved, gives nothing for nothing, and tells nothing early', async (name) => {
    const { problems, idle, most, solved } = await checkLesson(join(folder, name), 1, options)
    expect(problems.map(formatProblem)).toEqual([])
    expect({ idle, solved }).toEqual({ idle: 0, solved: most })
  })

  it.each(files)('%s is sound with the values of every seed', async (name) => {
    const found: string[] = []
    const told = new Set<string>()
    for (let seed = 0; seed < 25; seed += 1) {
      const lesson = await readLesson(join(folder, name), seed)
      findGiveaways(lesson, (path, text) => found.push(formatProblem(lesson.problemAt(path, text))))
      told.add(JSON.stringify(lesson.content.told))
    }
    expect(found).toEqual([])
    expect(told.size).toBeGreaterThan(10)
  })
})

/** What the check says of a copy in which something was changed. */
async function problemsOf(...changes: readonly (readonly [string, string])[]): Promise<string[]> {
  let text = readFileSync(join(folder, '02-server-busy.yaml'), 'utf8')
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replace(from, to)
  }
  const file = join(work, 'copy.yaml')
  writeFileSync(file, text)
  try {
    const { problems } = await checkLesson(file, 1, options)
    return problems.map(formatProblem)
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.problems.map(formatProblem)
  }
}

const anyPlace = /copy\.yaml:\d+:\d+ /

it('has the right answer at each place, whatever the seed and the lesson', async () => {
  const places = new Set<string>()
  for (const name of files.slice(0, 6)) {
    const taken = await startLesson({
      lesson: { ...(await readLesson(join(folder, name), 3)), setup: [] },
      trainee: null,
      language: 'en',
      isWithoutCause: false,
      ...options,
      keep: async () => {},
      onLeave() {},
    })
    places.add(taken.session.rightChoiceOf(name.startsWith('01') ? 'password' : 'cause') ?? '')
    await taken.stop()
  }
  expect(places.size).toBeGreaterThan(2)
})

describe('a lesson that was broken by hand is found out', () => {
  it.each([
    [
      'a solution that does not solve',
      [['  - service: { maximumSessions: 20 }', '  - wait: 1s']],
      'solve[1].login',
      'the solution cannot be carried out',
    ],
    [
      'a check that holds before',
      [['"${late}": signed-in, "${first}"', '"${first}"']],
      'questions[3]',
      'holds already',
    ],
    [
      'a check that the solution does not meet',
      [['"${late}": signed-in, "${first}"', '"${late}": signed-out, "${first}"']],
      'check[0].handheld',
      'the solution does not solve it',
    ],
    [
      'evidence that the lab does not have',
      [['body:server-busy', 'body:nothing-of-the-kind']],
      'questions[0].accept[2]',
      'the lab has nothing of the kind',
    ],
    [
      'a setup that comes out otherwise',
      [['step: 4b, outcome: refused, code', 'step: 4c, outcome: refused, code']],
      'setup.steps[5].expect.flow',
      'expected of the latest login',
    ],
    [
      'settings that show the cause',
      [
        ['  settings: hidden\n', ''],
        ['without: { service: { statusInterval: 1d } }', 'without: { service: { maximumSessions: null } }'],
      ],
      'setup.without.service.maximumSessions',
      'the settings show this',
    ],
    [
      'a symptom that tells the cause',
      [
        [
          'So what is it busy with?',
          'Every place is taken, and each handheld that is signed in reports itself each minute, so none counts as idle.',
        ],
      ],
      'told.symptom',
      'this tells the right answer',
    ],
    [
      'an answer that is told by its length',
      [['so none of them counts as idle', `so none of them counts as idle, ${'and so on, '.repeat(20)}`]],
      'questions[1].right.text',
      'told by its length',
    ],
    [
      'a hint of no question',
      [['  - question: proof\n', '  - question: prof\n']],
      'hints[3].question',
      'expected a question of this lesson',
    ],
    [
      'a hint that costs more than its question',
      [['price: 1', 'price: 7']],
      'hints[0].price',
      'no more than the 6 points',
    ],
    [
      'a name that is not in the lab',
      [['session: { handheld: "${first}" }', 'session: { handheld: zoe }']],
      'questions[2].accept[2].session.handheld',
      'expected a handheld',
    ],
    [
      'a value that is not drawn',
      [['${rest}', '${reste}']],
      'setup.lab.handhelds[2].fleet',
      'found ${reste}',
    ],
    [
      'a step that does not exist',
      [['- wait: 1h', '- wiat: 1h']],
      'setup.steps[3].wiat',
      'did you mean "wait"',
    ],
    ['an unknown key', [['otherwise:', 'otherwhise:']], 'questions[0].otherwhise', 'unknown key'],
  ])('%s', async (_, changes, path, words) => {
    const problems = await problemsOf(...changes.map(([from = '', to = '']) => [from, to] as const))
    expect(problems.join('\n')).toMatch(anyPlace)
    expect(problems.find((problem) => problem.includes(` ${path}`)) ?? problems).toContain(words)
  })
})
