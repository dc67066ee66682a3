import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtProgram, outputOf } from './program.ts'

const program = builtProgram()

function write(name: string, ...lines: string[]): string {
  const file = join(program.folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `${lines.join('\n')}\n`)
  return name
}

/** The first line of each scenario's report, without real times. */
function heads(out: string): string[] {
  return out
    .split('\n')
    .filter((line) => /^(passed|FAILED|skipped) /.test(line))
    .map((line) => line.replace(/ {2}\([^(]* of lab time in \d+ms\)$/, ''))
}

const passing = ['steps: [{ login: alice }]']
const failing = ['steps:', '  - login: alice', '  - expect: { sessions: 2 }', '  - logout: alice']
/** A scenario of 1,000 days with fifty handhelds, which runs for many seconds of real time. */
const endless = [
  'lab: { handhelds: [{ fleet: 50, user: "load{n}", name: "load{n}" }] }',
  'steps: [{ each: { handheld: "*", steps: [{ login: $handheld }] } }, { wait: 1000d }]',
]

write('suite/b.yaml', 'name: Second', ...passing)
write('suite/a.yaml', 'name: First', 'lab: { seed: 5 }', ...passing)
write('suite/deep/c.json', '{ "name": "Third", "lab": "../house.yaml", "steps": [{ "login": "alice" }] }')
write('suite/house.yaml', 'seed: 3')
write('suite/notes.md', 'nothing')
write('suite/.hidden.yaml', 'nothing: 1')
write('failing.yaml', 'name: It fails', ...failing)
write('passing.yaml', 'name: It passes', ...passing)

describe('which files run', () => {
  it.each([
    ['all scenarios of a folder, sorted', ['suite']],
    ['a glob that the shell has not expanded', ['suite/?.yaml', 'suite/**/*.json']],
    ['a file given twice', ['suite/a.yaml', 'suite', 'suite/../suite/a.yaml']],
  ])('%s', async (_what, words) => {
    const { code, out } = await program.run('run', ...words)
    expect(heads(out)).toEqual(['passed  First', 'passed  Second', 'passed  Third'])
    expect(out).toContain('3 passed, 0 failed')
    expect(code).toBe(0)
  })

  it.each([
    ['a glob without a match', ['*.toml'], '*.toml: no file matches'],
    ['a missing folder', ['none/*.yaml'], 'none/*.yaml: no file matches'],
    ['a missing file', ['none.yaml'], 'none.yaml:1:1 there is no such file'],
    ['a filter without a match', ['suite', '--filter', 'zzz'], 'no scenario\'s file or name contains "zzz"'],
    ['a report that is a folder', ['suite', '--junit', 'suite'], 'suite: this is a folder, not a file'],
    ['a report in a missing folder', ['suite', '--junit', 'none/r.xml'], 'cannot be written to none/r.xml'],
    ['zero jobs', ['suite', '--jobs', '0'], 'whole number from 1'],
    ['a negative seed', ['suite', '--seed', '-1'], 'whole number from 0'],
  ])('refuses %s', async (_what, words, message) => {
    const { code, out, err } = await program.run('run', ...words)
    expect(err).toContain(message)
    expect(out).toBe('')
    expect(code).toBe(2)
  })

  it('selects by file or name, ignoring case', async () => {
    expect(heads((await program.run('run', 'suite', '--filter', 'SECOND')).out)).toEqual(['passed  Second'])
    expect(heads((await program.run('run', 'suite', '--filter', 'deep/*.json')).out)).toEqual([
      'passed  Third',
    ])
  })
})

describe('the log of runs', () => {
  /** The log files below a folder, by component and number. */
  const files = (folder: string) =>
    readdirSync(join(program.folder, folder), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.txt'))
      .map((name) => name.replace(/\d{8}\/BRAMBLE_(\w+)_01_\d{8}_/, '$1 '))
      .sort()
  const components = ['BBIM', 'DISP', 'ROUT']

  it('has the format of serve --log, lab time, and a number for each run', async () => {
    const { code } = await program.run('run', 'passing.yaml', '--log', 'logs/one', '--repeat', '2')
    expect(code).toBe(0)
    expect(files('logs/one')).toEqual(components.flatMap((name) => [`${name} 0001.txt`, `${name} 0002.txt`]))
    const [day = ''] = readdirSync(join(program.folder, 'logs/one'))
    const texts = ['0001', '0002'].map((number) =>
      readFileSync(join(program.folder, 'logs/one', day, `BRAMBLE_BBIM_01_${day}_${number}.txt`), 'utf8'),
    )
    expect(texts[0]).toContain('Login of alice on alice')
    // Compare everything but the port, which is any free one.
    const [first, second] = texts.map((text) => text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1'))
    expect(second).toBe(first)
  })

  it('has a folder for each of several scenarios, and one number for a run, however many processes it has', async () => {
    const words = ['suite/a.yaml', 'suite/b.yaml', '--repeat', '3', '--jobs', '3']
    const { code } = await program.run('run', ...words, '--log', 'logs/many')
    expect(code).toBe(0)
    const expected = ['a', 'b'].flatMap((folder) =>
      components.flatMap((name) => [1, 2, 3].map((number) => `${folder}/${name} 000${number}.txt`)),
    )
    expect(files('logs/many')).toEqual(expected)
  })

  it('is refused before any scenario runs if its folder cannot be written', async () => {
    const { code, out, err } = await program.run('run', 'passing.yaml', '--log', 'passing.yaml')
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('the log cannot be written to passing.yaml')
  })
})

describe('the report', () => {
  it('shows of a failure the expectation, the fact, the last steps of the flow, and how to repeat it', async () => {
    write("it's failing.yaml", ...failing)
    const { code, out } = await program.run('run', "it's failing.yaml", '--seed', '9')
    expect(out).toContain(
      "it's failing.yaml:3:25 steps[1].expect.sessions: expected 2 sessions, found 1 (alice)",
    )
    expect(out).toMatch(/last steps of the flow:\n( {6}\S+ {2}alice {2}\S+ (skipped|done): .*\n)+/)
    expect(out).toContain(
      `to see it again: bramble run 'it'\\''s failing.yaml' --seed 9 --capture 'it'\\''s failing.pcapng'`,
    )
    expect(code).toBe(1)
  })

  it('lists the steps that a failure left out', async () => {
    const words = ['passing.yaml', 'failing.yaml', 'suite/a.yaml', 'suite/b.yaml']
    for (const bail of [['--bail'], ['--bail=1'], ['--bail', '1', '--jobs', '2']]) {
      const { code, out } = await program.run('run', ...words, ...bail)
      expect(heads(out)).toEqual([
        'passed  It passes',
        'FAILED  It fails',
        'skipped  First  (another one failed)',
        'skipped  Second  (another one failed)',
      ])
      expect(out).toContain('1 passed, 1 failed, 2 skipped')
      expect(code).toBe(1)
    }
    const first = await program.run('run', '--bail', ...words)
    expect(first.out).toContain('1 passed, 1 failed, 2 skipped')
    const second = await program.run('run', 'failing.yaml', 'passing.yaml', '--bail', '2', '--repeat', '2')
    expect(heads(second.out).at(-1)).toBe('skipped  It passes [2 of 2]  (2 others failed)')
  })

  it('marks a scenario as skipped that needs a feature no lab has yet', async () => {
    write('needs.yaml', 'name: Later', 'needs: [sametime, groupwise]', ...passing)
    const { code, out } = await program.run(
      'run',
      'needs.yaml',
      'passing.yaml',
      '--json',
      '--junit',
      'needs.xml',
    )
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'passed',
      passed: 1,
      skipped: 1,
      scenarios: [
        { outcome: 'skipped', name: 'Later', reason: 'needs sametime, groupwise, which no lab has yet' },
        { outcome: 'passed', name: 'It passes' },
      ],
    })
    expect(readFileSync(join(program.folder, 'needs.xml'), 'utf8')).toContain(
      '<skipped message="needs sametime, groupwise, which no lab has yet"/>',
    )
    expect(code).toBe(0)
  })

  it('is the same in JSON, byte for byte, for any number of processes', async () => {
    const words = ['run', 'suite', 'failing.yaml', '--json', '--repeat', '3', '--seed', '11']
    const one = await program.run(...words)
    const four = await program.run(...words, '--jobs', '4')
    expect(four.out).toBe(one.out)
    expect(one.err + four.err).toBe('')
    const { outcome, scenarios } = JSON.parse(one.out)
    expect(outcome).toBe('failed')
    expect(scenarios).toHaveLength(12)
    expect(scenarios[0]).toMatchObject({ name: 'First', run: 1, seed: 11, passed: true, droppedSteps: 0 })
    expect(scenarios[0].steps[0]).toMatchObject({ title: 'login alice', outcome: 'passed' })
    expect(scenarios[0].flowSteps.at(-1)).toMatchObject({ step: '7', handheld: 'alice' })
  })

  it('ends with an error if it cannot be written', async () => {
    const full = await program.run('run', 'passing.yaml', '--junit', '/dev/full')
    expect(full.err).toContain('the report cannot be written to /dev/full: ENOSPC')
    expect(full.code).toBe(1)
    const output = await program.shell('bramble run passing.yaml --json > /dev/full')
    expect(output.err).toContain('the output cannot be written: ENOSPC')
    expect(output.code).toBe(1)
  })
})

describe('two labs that cannot run at the same time', () => {
  it('run one after the other', async () => {
    write('database.yaml', 'lab: { database: ./kept.sqlite }', 'steps: [{ login: alice }, { wait: 1h }]')
    const { code, out } = await program.run('run', 'database.yaml', '--repeat', '4', '--jobs', '4')
    expect(heads(out)).toEqual([1, 2, 3, 4].map((number) => `passed  database [${number} of 4]`))
    expect(code).toBe(0)
    expect(existsSync(join(program.folder, 'kept.sqlite-lock'))).toBe(false)
  })
})

describe('a run that is ended', () => {
  write('endless.yaml', 'name: Endless', ...endless)

  for (const jobs of ['1', '2']) {
    it(`reports the results so far and leaves no file behind (jobs: ${jobs})`, async () => {
      write('kept.yaml', 'lab: { database: ./ended.sqlite }', 'steps: [{ login: alice }, { wait: 1000d }]')
      const words = [
        'passing.yaml',
        'kept.yaml',
        'endless.yaml',
        '--json',
        '--junit',
        'ended.xml',
        '--jobs',
        jobs,
      ]
      const child = program.start('run', ...words)
      const said = outputOf(child)
      await once(child.stdout ?? child, 'data')
      const children = childrenOf(child.pid)
      // Signal the whole process group, as a terminal does on Ctrl+C.
      process.kill(-(child.pid ?? 0), 'SIGINT')
      const { code, out } = await said
      expect(code).toBe(130)
      const report = JSON.parse(out)
      expect(report).toMatchObject({ outcome: 'interrupted', passed: 1, skipped: 2 })
      expect(report.scenarios[1]).toMatchObject({ outcome: 'skipped', reason: 'interrupted' })
      expect(readFileSync(join(program.folder, 'ended.xml'), 'utf8')).toContain(
        '<skipped message="interrupted"/>',
      )
      expect(children).toHaveLength(jobs === '1' ? 0 : 2)
      for (const pid of children) expect(isAlive(pid)).toBe(false)
      expect(readdirSync(program.folder).filter((name) => /^ended\.sqlite-/.test(name))).toEqual([])
    })
  }

  it('ends its child processes, also when it is killed', async () => {
    const child = program.start('run', 'passing.yaml', 'endless.yaml', 'endless.yaml', '--jobs', '2')
    const said = outputOf(child)
    await once(child.stdout ?? child, 'data')
    const children = childrenOf(child.pid)
    expect(children.length).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await said
    for (const pid of children) await gone(pid)
  })

  it('fails only the scenario whose process was ended', async () => {
    const child = program.start('run', 'endless.yaml', 'passing.yaml', '--jobs', '2', '--json')
    const said = outputOf(child)
    const [victim] = await firstChildren(child.pid)
    if (victim === undefined) throw new Error('there is no process to end')
    process.kill(victim, 'SIGKILL')
    const { code, out } = await said
    expect(code).toBe(1)
    const { scenarios } = JSON.parse(out)
    expect(scenarios[0].failures[0].message).toBe(
      'the scenario could not be run: the process that ran it was ended by SIGKILL',
    )
    expect(scenarios[1].outcome).toBe('passed')
  })
})

/** The child processes of a process (Linux). */
function childrenOf(pid: number | undefined): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

async function firstChildren(pid: number | undefined): Promise<number[]> {
  for (;;) {
    const children = childrenOf(pid)
    if (children.length > 0) return children
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}
