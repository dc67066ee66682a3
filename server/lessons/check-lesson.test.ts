import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { formatProblem, UnusableFile } from '../files/index.ts'
import { startLab } from '../lab/index.ts'
import { checkLesson } from './check-lesson.ts'
import { findGiveaways } from './giveaways.ts'
import { isWrittenIn } from './lesson-texts.ts'
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
      expect(isWrittenIn('de', lesson.content)).toBe(true)
      told.add(JSON.stringify(lesson.content.told))
    }
    expect(found).toEqual([])
    expect(told.size).toBeGreaterThan(10)
  })
})

/** A lesson as short as one can be. Two sign in at the same moment, and a third finds no room. */
const small = `
lesson: { en: No room at all, de: Gar kein Platz }
level: beginner
area: limits
minutes: 5
issue: 1
values: { late: person, first: person, max: { from: 2, to: 2 } }
told:
  symptom: { en: It says Server Busy., de: Da steht Server Busy. }
  who: { en: "\${late.name}", de: "\${late.name}" }
  when: { en: This morning, de: Heute Morgen }
access: { settings: hidden, faults: hidden, notices: hidden }
setup:
  lab:
    service: { maximumSessions: "\${max}" }
    users: [{ id: "\${first}" }, { id: other }, { id: "\${late}" }]
    handhelds:
      - { name: "\${first}", user: "\${first}" }
      - { name: other, user: other }
      - { name: "\${late}", user: "\${late}" }
  without: { service: { statusInterval: 1d } }
  steps:
    - together: [{ login: "\${first}" }, { login: other }]
    - login: { handheld: "\${late}", expect: server-busy }
questions:
  - id: where
    points: 6
    evidence: { en: Point at the refusal., de: Zeigen Sie auf die Ablehnung. }
    accept:
      - step: { handheld: "\${late}", step: 4b, outcome: refused }
        because: { en: It is 4b., de: Es ist 4b. }
      - frame: "handheld:\${late} body:server-busy"
        because: { en: This is the answer., de: Das ist die Antwort. }
    refuse:
      - step: { handheld: "\${late}", step: 4a }
        because: { en: One step later., de: Einen Schritt später. }
    otherwise: { en: Not here., de: Nicht hier. }
  - id: cause
    choose: { en: Why?, de: Warum? }
    right:
      text: { en: Every place is taken by somebody else, de: Alle Plätze sind an andere vergeben }
      because: { en: Right., de: Richtig. }
    wrong:
      - issue: 2
        text: { en: A handheld is in a tunnel at the moment, de: Ein Handheld ist gerade in einem Tunnel }
        because: { en: All are in coverage., de: Alle haben Netz. }
      - text: { en: The certificate is not valid any more, de: Das Zertifikat ist nicht mehr gültig }
        because: { en: Nothing was connected., de: Nichts wurde verbunden. }
    opens: { settings: open }
  - id: cure
    fix: { en: Make room., de: Schaffen Sie Platz. }
hints:
  - question: where
    price: 1
    text: { en: The last step., de: Der letzte Schritt. }
solve:
  - service: { maximumSessions: 20 }
  - login: \${late}
check:
  - handheld: { "\${late}": signed-in, "\${first}": signed-in }
debrief:
  cause: { en: It was full., de: Es war voll. }
  lookFirst: { en: The last step., de: Den letzten Schritt. }
  moment:
    text: { en: Step 4b, de: Schritt 4b }
    shows: { step: { handheld: "\${late}", step: 4b }, because: The refusal }
  facts:
    - text: { en: Then it says Server Busy., de: Dann steht da Server Busy. }
      source: stated
      from: the overview
`
const copy = join(work, 'copy.yaml')
writeFileSync(join(work, 'loop.yaml'), 'name: loop\nsteps: [{ include: loop.yaml }]\n')

/** What the check says of the small lesson, in which something was changed. */
async function problemsOf(...changes: readonly (readonly [string, string])[]): Promise<string[]> {
  let text = small
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replace(from, () => to)
  }
  writeFileSync(copy, text)
  try {
    const { problems } = await checkLesson(copy, 1, options)
    return problems.map(formatProblem)
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.problems.map(formatProblem)
  }
}

it('lets steps together in its setup begin at the same moment', async () => {
  expect(await problemsOf()).toEqual([])
  const taken = await startLesson({
    lesson: await readLesson(copy, 1),
    ...{ trainee: null, language: 'de', isWithoutCause: false },
    ...options,
    keep: async () => {},
    onLeave() {},
  })
  const { flows, lesson } = await taken.lab.api.snapshot()
  await taken.stop()
  const begun = flows.map(({ steps: [first] }) => first?.at)
  expect(begun[0]).toBe(begun[1])
  expect(lesson?.told.when).toBe('Heute Morgen')
})

const lastLogin = '    - login: { handheld: "${late}", expect: server-busy }'
const anyPlace = /(copy|loop)\.yaml:\d+:\d+ /

it('has the right answer at each place, whatever the seed and the lesson', async () => {
  const places = new Set<string>()
  for (const name of files.slice(0, 9)) {
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
      'questions[2]',
      'holds already',
    ],
    [
      'a check that the solution does not meet',
      [['"${late}": signed-in, "${first}"', '"${late}": signed-out, "${first}"']],
      'check[0].handheld',
      'the solution does not solve it',
    ],
    ['a repair without a solution', [['solve:\n', 'solved:\n']], 'solved', 'unknown key'],
    [
      'a frame that the lab does not have',
      [['body:server-busy', 'body:nothing-of-the-kind']],
      'questions[0].accept[1]',
      'the lab has nothing of the kind',
    ],
    ['a filter that is none', [['body:server-busy', 'body:']], 'questions[0].accept[1].frame', 'column'],
    [
      'a setup that comes out otherwise',
      [['"${late}", expect: server-busy', '"${late}", expect: accepted']],
      'setup.steps[1].login.expect',
      'server-busy',
    ],
    [
      'a setup that includes itself',
      [[small.slice(small.indexOf('setup:'), small.indexOf('questions:')), 'setup: loop.yaml\n']],
      '',
      'loop.yaml',
    ],
    [
      'settings that show the cause',
      [
        ['{ settings: hidden, ', '{ '],
        ['{ statusInterval: 1d }', '{ maximumSessions: null }'],
      ],
      'setup.without.service.maximumSessions',
      'the settings show this',
    ],
    [
      'a symptom that tells the cause',
      [['en: It says Server Busy., ', 'en: "Every place is taken, and somebody else sits there.", ']],
      'told.symptom',
      'this tells the right answer',
    ],
    [
      'an answer that is told by its length',
      [['an andere vergeben', `an andere vergeben ${'und so weiter '.repeat(9)}`]],
      'questions[1].right.text',
      'told by its length',
    ],
    ['a choice without a right answer', [['    right:\n', '    rihgt:\n']], 'questions[1]', 'right'],
    [
      'a choice whose wrong answer is right',
      [['The certificate is not valid any more', 'Every place is taken by somebody else']],
      'questions[1].wrong',
      'is the right one',
    ],
    [
      'a wrong answer of its own issue',
      [['issue: 2', 'issue: 1']],
      'questions[1].wrong[0].issue',
      'another issue',
    ],
    ['two questions of one name', [['id: cause', 'id: where']], 'questions[1].id', 'a name of its own'],
    [
      'a hint that nobody reaches',
      [['- question: where', '- question: wher']],
      'hints[0].question',
      'expected a question of this lesson',
    ],
    [
      'a hint that costs more than its question',
      [['price: 1', 'price: 7']],
      'hints[0].price',
      'no more than the 6 points',
    ],
    ['a hint that pays', [['price: 1', 'price: -1']], 'hints[0].price', '0'],
    [
      'a handheld that is not in the lab',
      [['step: { handheld: "${late}", step: 4a }', 'step: { handheld: zoe, step: 4a }']],
      'questions[0].refuse[0].step.handheld',
      'expected a handheld',
    ],
    [
      'a setting that there is not',
      [['step: { handheld: "${late}", step: 4a }', 'setting: maximumSession']],
      'questions[0].refuse[0].setting',
      'did you mean "maximumSessions"',
    ],
    [
      'a part of the lab that there is not',
      [['settings: hidden', 'setting: hidden']],
      'access.setting',
      'did you mean "settings"',
    ],
    [
      'a value that is not drawn',
      [['{ en: Make room., ', '{ en: "Make room for ${lat}.", ']],
      'questions[2].fix.en',
      'found ${lat}',
    ],
    [
      'a value whose range is none',
      [['{ from: 2, to: 2 }', '{ from: 3, to: 2 }']],
      'values.max',
      'from to be no more than to',
    ],
    [
      'a value out of the range of its setting',
      [['{ from: 2, to: 2 }', '{ from: -2, to: -2 }']],
      'setup.lab.service.maximumSessions',
      'found -2',
    ],
    [
      'a step that does not exist',
      [['- together:', '- togehter:']],
      'setup.steps[0].togehter',
      'did you mean "together"',
    ],
    ['an unknown key', [['otherwise:', 'otherwhise:']], 'questions[0].otherwhise', 'unknown key'],
    [
      'a text without its German part',
      [['text: { en: The last step., de: Der letzte Schritt. }', 'text: The last step.']],
      'hints[0].text',
      'expected { en, de }',
    ],
    [
      'a setup file that is not there',
      [[small.slice(small.indexOf('setup:'), small.indexOf('questions:')), 'setup: gone.yaml\n']],
      'setup',
      'there is no such file',
    ],
    [
      'a setup that does not end',
      [[lastLogin, `${lastLogin}\n    - repeat: { times: 9000, steps: [{ wait: 1d }] }`]],
      'setup.steps[2]',
      'up to here the setup may take',
    ],
    [
      'an expectation that waits for years',
      [[lastLogin, `${lastLogin}\n    - expect: { sessions: 17, within: 400d }`]],
      'setup.steps[2]',
      'expected at most 31d',
    ],
    [
      'a frame that is any frame',
      [['frame: "handheld:${late} body:server-busy"', 'frame: ""']],
      'questions[0].accept[1].frame',
      'frames fit this',
    ],
    [
      'a line that is any line',
      [['frame: "handheld:${late} body:server-busy"', 'log: a']],
      'questions[0].accept[1].log',
      'lines fit this',
    ],
    [
      'a session that is any session',
      [['frame: "handheld:${late} body:server-busy"', 'session: {}']],
      'questions[0].accept[1].session',
      'expected handheld or user',
    ],
    [
      'something refused that is accepted',
      [['step: { handheld: "${late}", step: 4a }', 'step: { step: 4b, outcome: refused }']],
      'questions[0].refuse[0]',
      'is accepted above',
    ],
    [
      'evidence in a part that is hidden',
      [['{ settings: hidden, ', '{ flow: hidden, ladder: hidden, settings: hidden, ']],
      'questions[0].accept[0]',
      'since flow is hidden',
    ],
    [
      'a setting that is to be shown while it is hidden',
      [['frame: "handheld:${late} body:server-busy"', 'setting: maximumSessions']],
      'questions[0].accept[1]',
      'since settings are hidden',
    ],
    [
      'a repair that is locked',
      [['    opens: { settings: open }\n', '']],
      'solve[0]',
      'since settings cannot be changed',
    ],
    [
      'a login where handhelds are locked',
      [['{ settings: hidden, ', '{ handhelds: locked, settings: hidden, ']],
      'solve[1]',
      'since handhelds cannot be changed',
    ],
    [
      'a value that nothing uses',
      [['max: { from', 'spare: person, max: { from']],
      'values.spare',
      'nothing uses this value',
    ],
    [
      'one wrong answer twice',
      [['A handheld is in a tunnel at the moment', 'The certificate is not valid any more']],
      'questions[1].wrong[1].text',
      'stands above already',
    ],
    [
      'two right answers',
      [['    wrong:\n', '    right: { text: X, because: Y }\n    wrong:\n']],
      '',
      'twice',
    ],
    [
      'a message that tells the cause',
      [
        [
          lastLogin,
          `    - send: { from: other, to: "\${first}", text: Every place is taken by somebody }\n${lastLogin}`,
        ],
      ],
      'setup.steps[1].send.text',
      'this tells the right answer',
    ],
    [
      'a name that tells the cause',
      [['{ id: other }', '{ id: other, name: Somebody Else }']],
      'setup.lab.users',
      'the name Somebody Else tells',
    ],
    ['a name with markup', [['{ id: other }', '{ id: "<b>" }']], 'setup.lab.users[1].id', 'expected letters'],
    ['a hint without a price', [['    price: 1\n', '']], 'hints[0].price', 'missing: expected a number'],
    ['a number in words', [['minutes: 5', 'minutes: five']], 'minutes', 'expected a number, found "five"'],
    [
      'no question at all',
      [[small.slice(small.indexOf('questions:'), small.indexOf('hints:')), 'questions: []\n']],
      'questions',
      'found an empty list',
    ],
    [
      'a moment that the lab does not show',
      [['shows: { step: { handheld: "${late}", step: 4b }', 'shows: { log: nothing of the kind']],
      'debrief.moment.shows',
      'the lab has nothing of the kind',
    ],
    ['YAML that is broken', [['level: beginner', 'level: [beginner']], '', 'is not closed'],
    ['a key that stands twice', [['minutes: 5', 'minutes: 5\nminutes: 6']], '', 'twice'],
    ['a text in German only', [['{ en: Why?, de: Warum? }', '{ de: Warum? }']], 'questions[1].choose', 'en'],
  ])('%s', async (_, changes, path, words) => {
    const problems = await problemsOf(...changes.map(([from = '', to = '']) => [from, to] as const))
    expect(problems.join('\n')).toMatch(anyPlace)
    expect(problems.find((problem) => problem.includes(` ${path}`)) ?? problems).toContain(words)
  })
})
