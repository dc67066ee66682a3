import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectFolder } from './build-program.ts'
import { builtProgram, outputOf } from './program.ts'

const program = builtProgram()

function write(name: string, ...lines: string[]): string {
  const file = join(program.folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `${lines.join('\n')}\n`)
  return name
}

function read(name: string): string {
  return readFileSync(join(program.folder, name), 'utf8')
}

write('suite/b.yaml', 'name: Second', 'tags: [smoke]', 'steps: [{ login: alice }]')
write(
  'suite/a.yaml',
  'name: First',
  'matrix: { who: [alice, bob] }',
  'steps: [{ include: { file: parts/in.yaml, with: { WHO: "$' + '{who}" } } }]',
)
write('suite/parts/in.yaml', 'steps: [{ login: "$' + '{WHO}" }]')
write('suite/c.yaml', 'name: Third', 'steps: [{ login: alice }, { expect: { sessions: 2 }, note: never }]')

const names = ['First (who alice)', 'First (who bob)', 'Second', 'Third']

describe('which scenarios there are', () => {
  it('is listed with tags and positions, and nothing runs', async () => {
    const { code, out, err } = await program.run('run', 'suite', '--list')
    expect(out.trim().split('\n')).toEqual([
      'suite/a.yaml:1:7  First (who alice)',
      'suite/a.yaml:1:7  First (who bob)',
      'suite/b.yaml:1:7  Second  [smoke]',
      'suite/c.yaml:1:7  Third',
    ])
    expect(err).toBe('')
    expect(code).toBe(0)
  })

  it('is chosen by a tag, or by a value of the matrix', async () => {
    expect((await program.run('run', 'suite', '--list', '--filter', 'smoke')).out).toContain('Second')
    const { out } = await program.run('run', 'suite', '--list', '--filter', 'who bob', '--json')
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ file: 'suite/a.yaml', line: 1, column: 7, name: 'First (who bob)', tags: [], skip: null }])
  })
})

describe('shards', () => {
  it('have every scenario once, whatever the order of the command line, and merge into one report', async () => {
    const orders = [['suite'], ['suite/c.yaml', 'suite/b.yaml', 'suite/a.yaml'], ['suite/a.yaml', 'suite']]
    const listed = await Promise.all(
      orders.map(
        async (files, index) =>
          (await program.run('run', ...files, '--shard', `${index + 1}/3`, '--list')).out,
      ),
    )
    const all = listed.flatMap((out) =>
      out
        .trim()
        .split('\n')
        .map((line) => line.replace(/^\S+ +/, '').replace(/ +\[.*/, '')),
    )
    expect(all.toSorted()).toEqual(names)

    for (const number of [1, 2]) {
      const format = number === 1 ? '--ndjson' : '--json'
      const { out } = await program.run('run', 'suite', '--shard', `${number}/2`, format)
      write(`shard-${number}.json`, out)
    }
    const { code, out } = await program.run(
      'report',
      'shard-2.json',
      'shard-1.json',
      '--junit',
      'all.xml',
      '--html',
      'all.html',
    )
    expect(out).toContain('3 passed, 1 failed')
    expect(out).toContain('to see it again: bramble run suite/c.yaml --seed 1 --capture c.pcapng')
    expect(code).toBe(1)
    const cases = [...read('all.xml').matchAll(/<testcase name="([^"]*)"/g)].map(([, name]) => name)
    expect(cases).toEqual(names)
    expect(read('all.xml')).toMatch(/<system-out>0\.000s \+\d+ms {2}passed {2}login alice/)
    expect(read('all.html')).toContain('expected 2 sessions, found 1')
    expect(read('all.html')).not.toMatch(/(src|href)=|url\(/)
  })

  it.each(['0/2', '3/2', '1', 'a/b'])('%s are refused', async (shard) => {
    const { code, err } = await program.run('run', 'suite', '--shard', shard)
    expect(err).toContain('--shard')
    expect(code).toBe(2)
  })
})

describe('reports', () => {
  it('come as JSON lines while it runs, the same bytes each time', async () => {
    const { out } = await program.run('run', 'suite', '--ndjson')
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ type }) => type)).toEqual([
      'begin',
      'scenario',
      'scenario',
      'scenario',
      'scenario',
      'end',
    ])
    expect(lines[0]).toEqual({ type: 'begin', format: 'bramble-run', version: 1 })
    expect(lines.at(-1)).toEqual({
      type: 'end',
      outcome: 'failed',
      passed: 3,
      failed: 1,
      skipped: 0,
      unusable: 0,
    })
    expect((await program.run('run', 'suite', '--ndjson', '--jobs', '2')).out).toBe(out)
  })

  it('have the history of each run where that is asked for, and are the same otherwise', async () => {
    const { out } = await program.run('run', 'suite', '--repeat', '2', '--json', '--with-past')
    const { scenarios, ...rest } = JSON.parse(out)
    const plain = (await program.run('run', 'suite', '--repeat', '2', '--json')).out
    const without = scenarios.map(({ history: _, ...run }: { history?: string }) => run)
    expect({ ...rest, scenarios: without }).toEqual(JSON.parse(plain))
    // Further runs are the same once more.
    const pasts = scenarios.map(({ history }: { history?: string }) => history?.split('\n').length ?? 0)
    expect(pasts.map((lines: number) => lines > 10)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
      true,
      false,
    ])
    write('run.history', scenarios[0].history)
    const { code, out: same } = await program.run('branch', 'run.history', '--at', '1ms', '--diff')
    expect(same).toContain('frames: no difference')
    expect(code).toBe(0)
    expect((await program.run('run', 'suite', '--with-past')).err).toContain('needs --json or --ndjson')
  })

  it('keep the traffic of what fails, and only of that', async () => {
    await program.run('run', 'suite', '--capture-on-failure', 'captures')
    expect(readdirSync(join(program.folder, 'captures'))).toEqual(['c.pcapng'])
    const { code, err } = await program.run(
      'run',
      'suite',
      '--capture-on-failure',
      'captures',
      '--capture',
      'x.pcapng',
    )
    expect(err).toContain('exclude each other')
    expect(code).toBe(2)
  })

  it.each(['suite/a.yaml', 'none.json'])('are not merged from %s, which is none', async (file) => {
    const { code, err } = await program.run('report', file)
    expect(err).toMatch(/expected a report of bramble run|cannot be read/)
    expect(code).toBe(2)
  })
})

it('runs again what a saved file changes, also one that is included', async () => {
  const child = program.start('run', 'suite', '--watch')
  const output = outputOf(child)
  const waitFor = (text: string) =>
    new Promise<void>((resolve) => {
      let all = ''
      const listen = (chunk: Buffer) => {
        all += String(chunk)
        if (!all.includes(text)) return
        child.stdout?.off('data', listen)
        child.stderr?.off('data', listen)
        resolve()
      }
      child.stdout?.on('data', listen)
      child.stderr?.on('data', listen)
    })
  await waitFor('watching')
  const again = waitFor('watching')
  write('suite/parts/in.yaml', 'steps: [{ login: "$' + '{WHO}" }, { wait: 1s }]')
  await again
  child.kill('SIGINT')
  const { out } = await output
  expect(out).toContain('3 passed, 1 failed')
  expect(out.split('3 passed, 1 failed')[1]).toMatch(
    /First \(who alice\)[\s\S]*First \(who bob\)[\s\S]*2 passed, 0 failed/,
  )
  expect(out.split('3 passed, 1 failed')[1]).not.toContain('Second')
})

describe('a beginning', () => {
  it('is written by new, passes, and is proven', async () => {
    expect((await program.run('new', 'begin.yaml')).code).toBe(0)
    expect((await program.run('run', 'begin.yaml')).out).toContain('1 passed, 0 failed')
    expect((await program.run('prove', 'begin.yaml')).out).toContain('1 proven, 0 not')
    const again = await program.run('new', 'begin.yaml')
    expect(again.err).toContain('it is there already')
    expect(again.code).toBe(2)
  })

  it('is completed by the shell', async () => {
    const { out } = await program.run('completion', 'bash')
    write('completion.bash', out)
    const words = 'COMP_WORDS=(bramble run --sh); COMP_CWORD=2; _bramble; echo "${' + 'COMPREPLY[*]}"'
    const { out: found } = await program.shell(
      `bash -c 'source completion.bash; ${words.replaceAll('bramble', 'bram""ble')}'`.replaceAll(
        'bram""ble',
        'b"ramble"',
      ),
    )
    expect(found.trim()).toBe('--shard')
    expect((await program.run('completion', 'fish')).out).toContain(
      "complete -c bramble -n '__fish_seen_subcommand_from run' -l shard",
    )
    expect((await program.run('completion', 'tcsh')).code).toBe(2)
  })
})

it('keeps to the jobs that the documentation shows', async () => {
  const text = readFileSync(join(projectFolder, 'docs/continuous-integration.md'), 'utf8')
  const jobs = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, job = '']) => JSON.stringify(parse(job)))
  const commands = jobs.flatMap((job) =>
    [...job.matchAll(/node out\/main\/bramble\.js ([^"]*)"/g)].map(([, words = '']) => words),
  )
  expect(commands).toHaveLength(3)
  for (const command of commands) {
    const words = command
      .replace(/\$\{\{ matrix\.shard \}\}/g, '1')
      .replace(/\$CI_NODE_INDEX\/\$CI_NODE_TOTAL/g, '1/3')
      .replaceAll('server/library', 'suite')
    const { code } = await program.shell(`bramble ${words}`)
    expect({ command, code }).toEqual({ command, code: expect.toBeOneOf([0, 1]) })
  }
})

it('publishes the schema of its reports, which stays as it is within a version', async () => {
  const { out } = await program.run('schema', 'report')
  await expect(out).toMatchFileSnapshot('../../docs/report.schema.json')
})
