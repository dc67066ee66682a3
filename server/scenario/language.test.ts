import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UnusableFile } from '../files/index.ts'
import { startLab } from '../lab/index.ts'
import { runScenario } from './run-scenario.ts'
import { readScenarios } from './scenario-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'bramble-language-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, ...lines: string[]): string {
  const file = join(folder, name)
  writeFileSync(file, lines.join('\n'))
  return file
}

async function problems(file: string): Promise<string[]> {
  try {
    await readScenarios(file)
    return []
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.message.replaceAll(`${folder}/`, '').split('\n')
  }
}

async function runAll(file: string) {
  const outcomes = []
  for (const scenario of await readScenarios(file)) {
    outcomes.push(await runScenario(scenario, { startLab, installFolder: folder }))
  }
  return outcomes
}

async function runOne(file: string) {
  const [outcome] = await runAll(file)
  if (!outcome) throw new Error('there is no scenario')
  return outcome
}

describe('a matrix', () => {
  it('makes a scenario of each combination, whose values keep their types', async () => {
    const file = write(
      'matrix.yaml',
      'name: limits',
      'matrix: { maximum: [2, null], who: [alice, bob] }',
      'lab: { service: { maximumSessions: "${maximum}" } }',
      'steps:',
      '  - coverage: { "${who}": none }',
      '  - send: { from: alice, to: bob, text: "${who} has $${maximum} of ${maximum}" }',
    )
    const scenarios = await readScenarios(file)
    expect(scenarios.map(({ name }) => name)).toEqual([
      'limits (maximum 2, who alice)',
      'limits (maximum 2, who bob)',
      'limits (maximum null, who alice)',
      'limits (maximum null, who bob)',
    ])
    expect(scenarios.map(({ lab }) => lab.service?.maximumSessions)).toEqual([2, 2, null, null])
    expect(scenarios[1]?.steps).toMatchObject([
      { coverage: { bob: 'none' } },
      { send: { text: 'bob has ${maximum} of 2' } },
    ])
  })

  it.each([
    [
      'matrix: { a: [1] }',
      'steps: [{ login: "${b}" }]',
      's.yaml:2:18 steps[0].login: expected ${a}, found ${b}; $${ stands for ${ itself',
    ],
    [
      'matrix: { a: [[1]] }',
      'steps: [{ login: "x${a}" }]',
      's.yaml:2:18 steps[0].login: expected text in place of ${a}, found a list',
    ],
    [
      'matrix: { a: [] }',
      'steps: [{ login: alice }]',
      's.yaml:1:14 matrix.a: expected at least 1 entry, found an empty list',
    ],
    [
      `matrix: { ${['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}: [${Array(10).fill(0)}]`).join(', ')} }`,
      'steps: [{ login: alice }]',
      's.yaml:1:9 matrix: expected at most 10000 combinations, found 1000000',
    ],
    [
      'matrix: { who: [alice, bob] }',
      'steps: [{ login: "${who}" }, { expect: { sessions: -1 } }]',
      's.yaml:2:52 steps[1].expect.sessions: expected at least 0, found -1',
    ],
  ])('is refused with its position: %s', async (...lines) => {
    const wanted = lines.pop()
    expect(await problems(write('s.yaml', ...lines))).toEqual([wanted])
  })

  it('names a fault of several combinations once', async () => {
    const file = write('s.yaml', 'matrix: { who: [carol, dave] }', 'steps: [{ login: "${who}" }]')
    expect(await problems(file)).toEqual([
      's.yaml:2:18 steps[0].login: expected a handheld of this lab (alice, bob), found "carol"',
      's.yaml:2:18 steps[0].login: expected a handheld of this lab (alice, bob), found "dave"',
    ])
  })
})

describe('an included file', () => {
  it('runs in place of the step, with its values, and its positions name it', async () => {
    write('in.yaml', 'steps:', '  - login: ${WHO}', '  - expect: { sessions: 5 }')
    const { failures, steps } = await runOne(
      write('out.yaml', 'steps:', '  - include: { file: in.yaml, with: { WHO: bob } }', '  - wait: 1s'),
    )
    expect(failures).toMatchObject([
      {
        file: join(folder, 'in.yaml'),
        line: 3,
        column: 25,
        path: 'steps[0].include.steps[1].expect.sessions',
      },
    ])
    expect(steps.map(({ title, outcome, file }) => [title, outcome, file?.slice(folder.length + 1)])).toEqual(
      [
        ['login bob', 'passed', 'in.yaml'],
        ['expect (sessions 5)', 'failed', 'in.yaml'],
        ['wait 1s', 'skipped', undefined],
      ],
    )
  })

  it('is checked with the lab of the scenario, and every problem names its file', async () => {
    write('in.yaml', 'steps:', '  - login: ${WHO}', '  - logn: alice', '  - login: ${WHO}x')
    expect(
      await problems(write('out.yaml', 'steps:', '  - include: { file: in.yaml, with: { WHO: zoe } }')),
    ).toEqual([
      'in.yaml:3:5 steps[1].logn: unknown key "logn"; did you mean "login"?',
      'out.yaml:2:14 steps[0].include: in.yaml: this file cannot be included',
    ])
  })

  it.each([
    [
      'a circle',
      ['a.yaml', 'b.yaml'],
      'b.yaml:1:20 steps[0].include: expected a file that does not include this one',
    ],
    [
      'itself',
      ['a.yaml', 'a.yaml'],
      'a.yaml:1:20 steps[0].include: expected a file that does not include this one',
    ],
    ['a file that is not there', ['a.yaml', 'none.yaml'], 'none.yaml:1:1 there is no such file'],
  ])('is refused for %s', async (_, [first = '', second = ''], wanted) => {
    if (second !== 'none.yaml') write(second, `steps: [{ include: ${first} }]`)
    if (first !== second) write(first, `steps: [{ include: ${second} }]`)
    expect(await problems(join(folder, first))).toContainEqual(expect.stringContaining(wanted))
  })

  it('is refused when files that include each other twice come to thousands', async () => {
    for (let depth = 0; depth < 12; depth += 1) {
      write(
        `deep-${depth}.yaml`,
        `steps: [{ include: deep-${depth + 1}.yaml }, { include: deep-${depth + 1}.yaml }]`,
      )
    }
    write('deep-12.yaml', 'steps: [{ wait: 1s }]')
    expect(await problems(join(folder, 'deep-0.yaml'))).toContainEqual(
      expect.stringContaining('expected at most 1000 included files in all'),
    )
  })
})

describe('steps together', () => {
  it('begin at the same moment, and are done when all are done', async () => {
    const { steps, passed } = await runOne(
      write(
        'together.yaml',
        'steps:',
        '  - together:',
        '      - repeat: { times: 2, steps: [{ wait: 5s }] }',
        '      - wait: 3s',
        '      - together: [{ login: alice }, { login: bob }]',
        '        mark: both',
        '  - expect: { since: both, frames: { filter: "method:REGISTER", max: 0 }, not: { sessions: 1 } }',
      ),
    )
    expect(passed).toBe(true)
    const times = steps.map(({ title, atMs, endMs }) => [title, atMs, title.startsWith('wait') ? endMs : '…'])
    expect(times).toEqual([
      ['wait 5s', 0, 5_000],
      ['wait 5s', 5_000, 10_000],
      ['wait 3s', 0, 3_000],
      ['login alice', 0, '…'],
      ['login bob', 0, '…'],
      ['mark both', expect.any(Number), '…'],
      [expect.stringMatching(/^expect /), 10_000, '…'],
    ])
  })

  it('go on at the moment at which what one of them waits for comes to hold', async () => {
    const { steps, passed } = await runOne(
      write(
        'together.yaml',
        'steps:',
        '  - together: [{ login: alice }, { login: bob }]',
        '  - link: { bob: { delay: 2s, jitter: 0ms, loss: 0 } }',
        '  - status: { alice: off }',
        '  - status: { bob: off }',
        '  - together:',
        '      - repeat: { times: 1, steps: [{ expect: { sessions: 1, within: 5m } }, { presence: { alice: busy } }] }',
        '      - logout: bob',
      ),
    )
    expect(passed).toBe(true)
    const [, , , , , waited, after, logout] = steps
    // Not at the next timer, which brings the answer to the handheld two seconds later.
    expect((waited?.endMs ?? 0) - (logout?.atMs ?? 0)).toBeLessThan(2_050)
    expect(after?.atMs).toBe(waited?.endMs)
  })

  it('fail where one fails, and the others go on to their end', async () => {
    const { steps, failures } = await runOne(
      write(
        'together.yaml',
        'steps:',
        '  - together:',
        '      - repeat: { times: 3, steps: [{ login: { handheld: alice, expect: failed } }] }',
        '      - wait: 1m',
        '  - wait: 1s',
      ),
    )
    expect(failures).toHaveLength(1)
    expect(steps.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped', 'skipped', 'passed', 'skipped'])
  })

  it('may expect something of each other', async () => {
    const { failures, steps } = await runOne(
      write(
        'together.yaml',
        'steps:',
        '  - together:',
        '      - login: alice',
        '      - expect: { sessions: 1, within: 10s }',
        '      - expect: { not: { sessions: 2 }, within: 2s }',
      ),
    )
    expect(failures).toEqual([])
    expect(steps[1]?.endMs).toBeLessThanOrEqual(steps[0]?.endMs ?? 0)
    expect(steps[2]?.endMs).toBe(2_000)
  })
})

describe('an expectation with a time', () => {
  it('holds at the event that brings it about, not at a later look', async () => {
    const { steps, passed } = await runOne(
      write(
        'within.yaml',
        'lab: { service: { inactivityTimeout: 90s } }',
        'steps:',
        '  - login: alice',
        '  - expect: { handheld: { alice: { state: signed-out, reason: inactive } }, within: 1h }',
        '  - expect: { frames: { filter: "handheld:alice", min: 3 }, within: 1h }',
      ),
    )
    expect(passed).toBe(true)
    const [login, signedOut, frames] = steps
    const afterMs = (signedOut?.endMs ?? 0) - (login?.atMs ?? 0)
    expect(afterMs).toBeGreaterThan(90_000)
    expect(afterMs).toBeLessThan(91_000)
    expect(frames?.endMs).toBe(frames?.atMs)
  })

  it('says what there was when the time was over, or when what must not hold did', async () => {
    const { failures: late } = await runOne(
      write('late.yaml', 'steps:', '  - expect: { sessions: 1, within: 90s }'),
    )
    expect(late).toMatchObject([
      {
        atMs: 90_000,
        path: 'steps[0].expect.sessions',
        message: 'not within 90s: expected 1 sessions, found 0',
      },
    ])
    const { failures: early } = await runOne(
      write(
        'early.yaml',
        'lab: { service: { inactivityTimeout: 90s } }',
        'steps:',
        '  - login: alice',
        '  - expect: { not: { handheld: { alice: signed-out } }, within: 1h }',
      ),
    )
    expect(early).toMatchObject([
      {
        path: 'steps[1].expect.not',
        message: expect.stringMatching(
          /^after 89\d{3}ms of 1h: expected this not to hold, found that it does: \(handheld \(alice signed-out\)\)$/,
        ),
      },
    ])
  })

  it('costs nothing where nothing happens, however often it is written', async () => {
    const { passed, steps } = await runOne(
      write(
        'often.yaml',
        'steps:',
        '  - repeat: { times: 2000, steps: [{ expect: { sessions: 0, within: 1h } }] }',
      ),
    )
    expect(passed).toBe(true)
    expect(steps.at(-1)?.endMs).toBe(0)
  })
})

describe('marks', () => {
  it.each([
    [
      'steps: [{ mark: start }, { expect: { log: x, since: strat } }]',
      'found "strat"; did you mean "start"?',
    ],
    ['steps: [{ expect: { log: x, since: start } }]', '(no step sets one), found "start"'],
  ])('must exist: %s', async (text, wanted) => {
    expect(await problems(write('s.yaml', text))).toEqual([expect.stringContaining(wanted)])
  })

  it.each([
    '{ log: Starting, since: later }',
    '{ not: { log: Starting, since: later } }',
    '{ not: { log: Starting, since: later }, within: 1m }',
  ])('must have been passed: %s', async (expectation) => {
    const { failures } = await runOne(write('s.yaml', `steps: [{ expect: ${expectation} }, { mark: later }]`))
    expect(failures).toMatchObject([
      { kind: 'error', message: expect.stringContaining('no step before this one') },
    ])
  })

  it('are set where a step with the cause is left out', async () => {
    const [scenario] = await readScenarios(
      write(
        's.yaml',
        'steps:',
        '  - { login: alice, cause: true, mark: in }',
        '  - expect: { since: in, sessions: 1 }',
      ),
    )
    const without = scenario?.withoutCause
    if (!without) throw new Error('it marks its cause')
    const { failures } = await runScenario(without, { startLab, installFolder: folder })
    expect(failures).toMatchObject([{ kind: 'expectation', message: 'expected 1 sessions, found 0' }])
  })
})

it.each([
  ['{ expect: { within: 5m } }', 'expected at least one thing to expect'],
  ['{ expect: { not: {} } }', 'expected at least one thing to expect'],
  [
    '{ expect: { within: 5m, not: { within: 1m, sessions: 1 } } }',
    'expected one time, beside `not` or in it, found both',
  ],
  [
    '{ expect: { not: { flow: { step: 4d, code: credentials-refussed } } } }',
    'expected the code of a step, such as credentials-refused, found "credentials-refussed"; did you mean "credentials-refused"?',
  ],
  ['{ contacts: { alice: {} } }', 'expected add or remove'],
  ['{ together: [] }', 'expected at least one step'],
  ['{ expect: { log: { text: a, min: 2, max: 1 } } }', 'expected no more than max'],
  ['{ each: { handheld: [alice, zoe], steps: [{ wait: 1s }] } }', 'no handheld of this lab matches "zoe"'],
  ['{ typing: { from: alice, to: bob } }', 'missing: expected on | off'],
])('the step %s is refused', async (step, wanted) => {
  expect(await problems(write('s.yaml', `steps: [${step}]`))).toEqual([expect.stringContaining(wanted)])
})

it('warns of somebody whom no expectation can find, such as by the name of a handheld', async () => {
  const [scenario] = await readScenarios(
    write(
      's.yaml',
      'lab: { users: [{ id: alice }, { id: bob }], handhelds: [{ name: alice, user: alice }, { name: torch, user: bob }] }',
      'steps:',
      '  - expect: { handheld: { alice: { contacts: { torch: null, BOB: null, "c@d.example": null } } } }',
      '  - expect: { handheld: { alice: { typing: [torch] } } }',
      '  - expect: { messages: { alice: { from: bbo, count: 0 } } }',
      '  - contacts: { alice: { add: [torch] } }',
      '  - each: { handheld: [alice], steps: [{ expect: { messages: { torch: { from: $handheld, count: 0 } } } }] }',
    ),
  )
  expect(scenario?.warnings).toMatchObject([
    {
      line: 3,
      column: 48,
      text: '"torch" is neither a user ID of this lab nor a SIP address',
    },
    { line: 4, keyPath: 'steps[1].expect.handheld.alice.typing[0]' },
    { line: 5, text: '"bbo" is neither a user ID of this lab nor a SIP address; did you mean "bob"?' },
  ])
})

it('warns of a recipient whom the lab does not know, and runs nevertheless', async () => {
  const [scenario] = await readScenarios(
    write(
      's.yaml',
      'steps:',
      '  - send: { from: alice, to: bbo, text: hi }',
      '  - send: { from: alice, to: a@b.example, text: hi }',
      '  - read: { alice: bbo }',
      '  - contacts: { alice: { add: [bob, bbo] } }',
    ),
  )
  expect(scenario?.warnings).toMatchObject([
    { line: 2, column: 30, text: '"bbo" is neither a handheld nor a user of this lab; did you mean "bob"?' },
    { line: 4, keyPath: 'steps[2].read.alice' },
    { line: 5, keyPath: 'steps[3].contacts.alice.add[1]' },
  ])
})
