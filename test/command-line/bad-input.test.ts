import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()

function write(name: string, ...lines: string[]): void {
  const file = join(program.folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `${lines.join('\n')}\n`)
}

const range = JSON.stringify(Array.from({ length: 1_000 }, (_, index) => index))
/** A name that stands for a value of the matrix. */
const value = '$' + '{a}'
const zone = 'expected the name of a time zone, such as Europe/Berlin'
const moment = 'expected a date and time from 2000 to 2099, such as 2012-02-29T23:59:00+01:00'

/** Files that cannot be used, and every line that is told of them. */
const unusable: Record<string, { lines: string[]; told: string[] }> = {
  'circle.yaml': {
    lines: ['steps:', '  - login: alice', '  - repeat: { times: 2, steps: [{ include: parts/back.yaml }] }'],
    told: [
      'circle.yaml:3:44 steps[1].repeat.steps[0].include: parts/back.yaml: this file cannot be included',
      'parts/back.yaml:1:20 steps[0].include: expected a file that does not include this one, found a circle: circle.yaml → parts/back.yaml → circle.yaml',
    ],
  },
  'itself.yaml': {
    lines: ['steps: [{ include: itself.yaml }]'],
    told: [
      'itself.yaml:1:20 steps[0].include: expected a file that does not include this one, found a circle: itself.yaml → itself.yaml',
    ],
  },
  'million.yaml': {
    lines: [`matrix: { a: ${range}, b: ${range} }`, `steps: [{ login: "${value}" }]`],
    told: ['million.yaml:1:9 matrix: expected at most 10000 combinations, found 1000000'],
  },
  'all-wrong.yaml': {
    lines: [`matrix: { a: ${range} }`, 'steps: [{ login: nobody }]'],
    told: [
      'all-wrong.yaml:2:18 steps[0].login: expected a handheld of this lab (alice, bob), found "nobody"',
    ],
  },
  'mark.yaml': {
    lines: ['steps:', '  - login: alice', '    mark: here', '  - expect: { frames: {}, since: hree }'],
    told: [
      'mark.yaml:4:34 steps[1].expect.since: expected a mark that a step sets (here), found "hree"; did you mean "here"?',
    ],
  },
  'before-time.yaml': {
    lines: [
      'lab: { clock: { start: 1969-12-31T23:59:59Z, zone: Europe/Berln } }',
      'steps: [{ login: alice }]',
    ],
    told: [
      `before-time.yaml:1:24 lab.clock.start: ${moment}, found "1969-12-31T23:59:59Z"`,
      `before-time.yaml:1:52 lab.clock.zone: ${zone}, found "Europe/Berln"`,
    ],
  },
  'no-day.yaml': {
    lines: ['lab: { clock: { start: 2011-02-29T00:00:00Z } }', 'steps: [{ login: alice }]'],
    told: [`no-day.yaml:1:24 lab.clock.start: ${moment}, found "2011-02-29T00:00:00Z"`],
  },
  'filter.yaml': {
    lines: ['steps: [{ login: alice }, { include: parts/filter.yaml }]'],
    told: [
      'filter.yaml:1:38 steps[1].include: parts/filter.yaml: this file cannot be included',
      'parts/filter.yaml:1:39 steps[0].expect.frames.filter: column 5: expected the hop, such as wireless or service-communications, after "hop:"; found "wireles"',
    ],
  },
  'nowhere.yaml': {
    lines: ['steps: [{ include: parts/nowhere.yaml }]'],
    told: [
      'nowhere.yaml:1:20 steps[0].include: parts/nowhere.yaml: this file cannot be included',
      'parts/nowhere.yaml:1:1 there is no such file',
    ],
  },
  'tag.yaml': {
    lines: ['steps: [{ login: !secret alice }]'],
    told: [expect.stringMatching(/^tag\.yaml:1:18 .*!secret/)],
  },
}

beforeAll(() => {
  for (const [name, { lines }] of Object.entries(unusable)) write(name, ...lines)
  write('parts/back.yaml', 'steps: [{ include: ../circle.yaml }]')
  write('parts/filter.yaml', 'steps: [{ expect: { frames: { filter: "hop:wireles" } } }]')
  write('fine.yaml', 'steps: [{ login: alice }]')
  write(
    'late-mark.yaml',
    'steps: [{ login: alice }, { expect: { frames: {}, since: later } }, { mark: later }]',
  )
  write(
    'never-answers.yaml',
    'steps:',
    '  - login: alice',
    '  - fault: { at: communicationsServer, kind: hold, direction: both }',
    '  - together: [{ logout: alice }, { login: bob }, { wait: 1s }, { expect: { sessions: 5, within: 2h } }]',
  )
  write(
    'often.yaml',
    'steps:',
    '  - login: alice',
    '  - repeat: { times: 100000, steps: [{ expect: { sessions: 1, within: 1m } }] }',
  )
})

describe('a file that cannot be used', () => {
  it.each(Object.keys(unusable))('%s is told of with its position and what was expected', async (name) => {
    const { code, err } = await program.run('check', name)
    expect(err.trim().split('\n').slice(1)).toEqual(unusable[name]?.told)
    expect(code).toBe(2)
  })

  it('does not keep the rest from running', async () => {
    const { code, out } = await program.run('run', '.', '--json', '--jobs', '2')
    const { scenarios }: { scenarios: { file: string; outcome: string }[] } = JSON.parse(out)
    const outcomes = Object.fromEntries(scenarios.map(({ file, outcome }) => [file, outcome]))
    expect(outcomes).toEqual({
      ...Object.fromEntries(Object.keys(unusable).map((name) => [name, 'unusable'])),
      // Files that include each other are not parts of one another.
      'parts/back.yaml': 'unusable',
      'fine.yaml': 'passed',
      'late-mark.yaml': 'failed',
      'never-answers.yaml': 'failed',
      'often.yaml': 'passed',
    })
    expect(code).toBe(2)
  })
})

describe('what can only fail while it runs', () => {
  it('names the mark that has not been passed', async () => {
    const { code, out } = await program.run('run', 'late-mark.yaml')
    expect(out).toContain(
      'late-mark.yaml:1:58 steps[1].expect.since: expected the mark later to have been passed, found no step before this one that sets it',
    )
    expect(code).toBe(1)
  })

  it('ends steps that begin together, though one never gets an answer', async () => {
    const { code, out } = await program.run('run', 'never-answers.yaml')
    expect(out).toContain('expected the login to end accepted, found unavailable')
    expect(out).toContain('not within 2h: expected 5 sessions, found')
    expect(code).toBe(1)
  })
})

describe('an option that cannot be used', () => {
  it.each([
    [['--jobs', 'x'], '--jobs', 'from 1 to 256'],
    [['--jobs', '257'], '--jobs', 'from 1 to 256'],
    [['--shard', '9/2'], '--shard', 'such as 2/5'],
    [['--seed', '1.5'], '--seed', 'whole number'],
    [['--repeat', '0'], '--repeat', 'from 1'],
    [['--bail', '0'], '--bail', 'number of failures'],
    [['--junit'], '--junit', 'missing'],
    [['--filter'], '--filter', 'missing'],
    [['--shrad', '1/2'], '--shrad', 'Did you mean --shard?'],
    [['--lang', 'xx'], '--lang', 'en, de'],
    [['--json', '--ndjson'], '--json and --ndjson', 'exclude each other'],
    [['--list', '--watch'], '--list and --watch', 'exclude each other'],
    [['--html', 'none/r.html'], '--html', 'none/r.html'],
    [['--junit', 'fine.yaml'], '--junit', 'this command reads that file'],
    [['--log', 'fine.yaml'], '--log', 'fine.yaml'],
    [['--snapshot', 'none/s.json'], '--snapshot', 'none/s.json'],
    [['--capture', 'none/c.pcapng'], '--capture', 'none/c.pcapng'],
    [['--capture-on-failure', 'fine.yaml'], '--capture-on-failure', 'fine.yaml'],
  ])('%j is named, with what was expected', async (words, option, expected) => {
    const { code, err } = await program.run('run', 'fine.yaml', ...words)
    expect(err).toContain(option)
    expect(err).toContain(expected)
    expect(code).toBe(2)
  })
})
