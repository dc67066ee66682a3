import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()
const path = (name: string) => join(program.folder, name)

function write(name: string, ...lines: string[]): void {
  mkdirSync(join(path(name), '..'), { recursive: true })
  writeFileSync(path(name), `${lines.join('\n')}\n`)
}

const lab = 'lab: { seed: 3, handhelds: [{ name: one, user: alice }, { name: two, user: bob }] }'

write(
  'whole.yaml',
  lab,
  'steps: [{ login: one }, { coverage: { one: weak } }, { wait: 10m }, { login: two }]',
)
write('morning.yaml', lab, 'steps: [{ login: one }, { coverage: { one: weak } }]')
write('afternoon.yaml', 'steps: [{ wait: 10m }, { login: two }, { expect: { sessions: 2 } }]')

describe('bramble run --snapshot and --from', () => {
  beforeAll(async () => {
    const { code, err } = await program.run('run', 'morning.yaml', '--snapshot', 'noon.json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('write a readable file with permissions for its owner only', async () => {
    expect(statSync(path('noon.json')).mode & 0o777).toBe(0o600)
    const text = readFileSync(path('noon.json'), 'utf8')
    expect(text).toMatch(/^ {6}"one": \{.*"state":"signed-in".*"coverage":"weak"/m)
    expect((await program.run('check', 'noon.json')).out).toBe('noon.json: ok\n')
  })

  it('continue where the snapshot was taken, any number of times and in any number of processes', async () => {
    const words = ['run', 'afternoon.yaml', '--from', 'noon.json', '--json']
    const alone = await program.run(...words)
    expect(alone.code).toBe(0)
    const { scenarios } = JSON.parse(alone.out)
    const whole = JSON.parse((await program.run('run', 'whole.yaml', '--json')).out).scenarios[0]
    const timesOf = ({ steps }: { steps: { atMs: number; endMs: number }[] }) =>
      steps.map(({ atMs, endMs }) => [atMs, endMs])
    expect(timesOf(scenarios[0]).slice(0, 2)).toEqual(timesOf(whole).slice(2))
    expect(scenarios[0].seed).toBe(3)
    const many = await program.run(...words, '--jobs', '2', '--repeat', '3')
    for (const run of JSON.parse(many.out).scenarios) expect({ ...run, run: 1 }).toEqual(scenarios[0])
  })

  it('write a snapshot for each of several scenarios, also for one that starts from a snapshot or failed', async () => {
    write('failing.yaml', 'steps: [{ expect: { sessions: 2 } }, { logout: one }]')
    const words = ['run', 'afternoon.yaml', 'failing.yaml', '--from', 'noon.json', '--snapshot', 'later.json']
    expect((await program.run(...words, '--jobs', '2')).code).toBe(1)
    write('evening.yaml', 'steps: [{ expect: { sessions: 2 } }]')
    expect((await program.run('run', 'evening.yaml', '--from', 'later-afternoon.json')).code).toBe(0)
    expect((await program.run('run', 'evening.yaml', '--from', 'later-failing.json')).code).toBe(1)
  })

  it('use the lab of the snapshot where the scenario has the same lab', async () => {
    write('same.yaml', lab, 'steps: [{ logout: one }]')
    expect((await program.run('run', 'same.yaml', '--from', 'noon.json', '--seed', '3')).code).toBe(0)
  })

  it('report how to repeat a failure', async () => {
    write('failing.yaml', 'steps: [{ expect: { sessions: 2 } }]')
    const { out } = await program.run('run', 'failing.yaml', '--from', 'noon.json')
    expect(out).toContain('bramble run failing.yaml --from noon.json --capture failing.pcapng')
  })

  it('do not run snapshots that lie in a folder of scenarios', async () => {
    write('both/a.yaml', ...['steps: [{ login: alice }]'])
    expect((await program.run('run', 'both', '--snapshot', 'both/a.json')).code).toBe(0)
    expect((await program.run('run', 'both')).out).toContain('1 passed, 0 failed')
  })

  it('refuse a file that was cut short, and one whose commands do not lead to the state that it contains', async () => {
    const text = readFileSync(path('noon.json'), 'utf8')
    write('torn.json', text.slice(0, text.length / 2))
    const torn = await program.run('run', 'afternoon.yaml', '--from', 'torn.json')
    expect(torn.err).toMatch(/^torn\.json:\d+:\d+ the snapshot is cut short/m)
    expect({ code: torn.code, out: torn.out }).toEqual({ code: 2, out: '' })

    const { sha256: _its, ...content } = JSON.parse(text)
    content.state.handhelds.one.unread = 7
    const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex')
    write('elsewhere.json', JSON.stringify({ ...content, sha256 }))
    for (const jobs of ['1', '2']) {
      const words = ['run', 'afternoon.yaml', '--from', 'elsewhere.json', '--jobs', jobs]
      const { code, out } = await program.run(...words)
      expect(out).toContain('at state.handhelds.one.unread: expected 7, found 0')
      expect(code).toBe(2)
    }
  })

  it.each([
    ['a missing snapshot', 'afternoon.yaml', ['--from', 'none.json'], 'none.json:1:1 there is no such file'],
    ['another seed', 'afternoon.yaml', ['--from', 'noon.json', '--seed', '4'], 'the snapshot is of seed 3'],
    [
      'another lab',
      'other.yaml',
      ['--from', 'noon.json'],
      'other.yaml:1:15 lab.users: expected the lab of the snapshot',
    ],
    [
      'an unknown handheld',
      'alice.yaml',
      ['--from', 'noon.json'],
      'expected a handheld of this lab (one, two)',
    ],
    ['a lab with a database', 'kept.yaml', ['--snapshot', 's.json'], 'kept.yaml:1:18 lab.database: '],
    [
      'to write a snapshot over a folder',
      'whole.yaml',
      ['--snapshot', 'both'],
      'both: this is a folder, not a file',
    ],
    [
      'to write a snapshot into a missing folder',
      'whole.yaml',
      ['--snapshot', 'none/s.json'],
      'written to none/s.json: ',
    ],
    [
      'to write a snapshot to a device',
      'whole.yaml',
      ['--snapshot', '/dev/null'],
      'this is no ordinary file',
    ],
  ])('refuse %s', async (_what, file, words, message) => {
    write('other.yaml', 'lab: { users: [{ id: alice }] }', 'steps: [{ wait: 1s }]')
    write('alice.yaml', 'steps: [{ login: alice }]')
    write('kept.yaml', 'lab: { database: a.sqlite }', 'steps: [{ wait: 1s }]')
    const { code, err, out } = await program.run('run', file, ...words)
    expect(err).toContain(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('keep the old snapshot when the disk is full, and leave no other file', async () => {
    const before = readFileSync(path('noon.json'))
    const files = readdirSync(program.folder)
    // Limit the size of files to 512 bytes.
    const { code, out } = await program.shell('ulimit -f 1; bramble run morning.yaml --snapshot noon.json')
    expect(out).toContain('the snapshot cannot be written to noon.json: EFBIG')
    expect(code).toBe(1)
    expect(readFileSync(path('noon.json'))).toEqual(before)
    expect(readdirSync(program.folder)).toEqual(files)
  })

  it('write through a symbolic link', async () => {
    symlinkSync('noon.json', path('link.json'))
    expect((await program.run('run', 'morning.yaml', '--snapshot', 'link.json')).code).toBe(0)
    expect(existsSync(path('link.json'))).toBe(true)
    expect((await program.run('run', 'afternoon.yaml', '--from', 'noon.json')).code).toBe(0)
  })
})
