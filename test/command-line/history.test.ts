import { on, once } from 'node:events'
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { builtProgram } from './program.ts'

const program = builtProgram()
const path = (name: string) => join(program.folder, name)
const read = (name: string) => readFileSync(path(name), 'utf8')
const linesOf = (name: string) => read(name).trimEnd().split('\n')

const lab =
  'lab: { seed: 3, service: { maximumSessions: 2 }, users: [{ id: alice }, { id: bob }, { id: carol }] }'
writeFileSync(
  path('day.yaml'),
  `${lab}
steps:
  - together: [ { login: alice }, { login: bob } ]
  - link: { alice: { delay: 300ms, jitter: 200ms, loss: 0.3 } }
  - fault: { at: communicationsServer, kind: latency, delay: 2s, probability: 0.5 }
  - wait: 2m
  - login: { handheld: carol, expect: server-busy }
  - send: { from: alice, to: bob, text: hi }
  - wait: 10m
  - expect: { sessions: 9 }
`,
)
writeFileSync(path('steps.yaml'), '- coverage: { bob: none }\n- wait: 10s\n- expect: { sessions: 2 }\n')

beforeAll(async () => {
  const { code, err } = await program.run('run', 'day.yaml', '--record', 'day.history')
  expect({ code, err }).toEqual({ code: 1, err: '' })
})

describe('a history', () => {
  it('is a file of JSON lines for its owner only, which bramble check knows', async () => {
    expect(statSync(path('day.history')).mode & 0o777).toBe(0o600)
    expect(JSON.parse(linesOf('day.history')[0] ?? '')).toMatchObject({
      bramble: 'history',
      format: 1,
      seed: 3,
    })
    expect(linesOf('day.history').at(-1)).toContain('"do":"end"')
    expect(await program.run('check', 'day.history')).toEqual({ code: 0, out: 'day.history: ok\n', err: '' })
  })

  it('never takes the place of an input, or of a file that is not of Bramble', async () => {
    const input = await program.run('run', 'day.yaml', '--record', 'day.yaml')
    expect(input).toMatchObject({ code: 2, err: expect.stringContaining('--record would replace day.yaml') })
    writeFileSync(path('letter.txt'), 'Dear Alice')
    const letter = await program.run('run', 'day.yaml', '--record', 'letter.txt')
    expect(letter).toMatchObject({ code: 2, err: expect.stringContaining('it is there already') })
    expect(read('letter.txt')).toBe('Dear Alice')
  })

  it('keeps whole lines where the disk fills', async () => {
    const { code, out, err } = await program.shell('ulimit -f 2; bramble run day.yaml --record full.history')
    expect({ code, said: out + err }).toEqual({
      code: 1,
      said: expect.stringContaining('the history cannot be written to full.history'),
    })
    for (const line of linesOf('full.history')) JSON.parse(line)
    expect(linesOf('full.history').length).toBeGreaterThan(3)
    expect((await program.run('branch', 'full.history', '--at', '0s', '--diff')).code).toBe(0)
  })

  it('of a window that is killed can be used up to its last whole line', async () => {
    writeFileSync(
      path('lab.yaml'),
      'database: memory\nhandhelds: [{ name: one, user: alice }]\ndispatcher: { listen: { port: 0 } }\ndirectory: { listen: { port: 0 } }\ncommunicationsServer: { listen: { port: 0 } }\n',
    )
    const served = program.start('serve', '--lab', 'lab.yaml', '--record', 'killed.history', '--json')
    if (served.stdout === null || served.pid === undefined) throw new Error('it has no output')
    const [line] = await once(createInterface(served.stdout), 'line')
    const { http } = z.object({ http: z.string() }).parse(JSON.parse(String(line)))
    expect(http).toContain('127.0.0.1')
    process.kill(served.pid, 'SIGKILL')
    await once(served, 'exit')
    expect(JSON.parse(linesOf('killed.history')[0] ?? '')).toMatchObject({ bramble: 'history' })
    writeFileSync(path('cut.history'), read('day.history'))
    truncateSync(path('cut.history'), statSync(path('cut.history')).size - 9)
    const checked = await program.run('check', 'cut.history')
    expect(checked).toMatchObject({
      code: 0,
      err: expect.stringMatching(/cut\.history:\d+:1 the history is cut short here/),
    })
    expect(await program.run('branch', 'cut.history', '--at', '1m', '--diff')).toMatchObject({ code: 0 })
    expect(existsSync(path('killed.history'))).toBe(true)
  })

  it('is a snapshot that a window saves, from which serve and branch go on by its name', async () => {
    const first = await serve('--lab', 'lab.yaml')
    await first.call('handheld.login', { name: 'one', user: 'alice', password: 'Passw0rd!' })
    await first.call('snapshot.save', { name: 'before lunch' })
    await first.call('handheld.logout', { name: 'one' })
    expect(await first.end()).toBe(0)
    const again = await serve('--from', 'before lunch')
    expect(await again.call('past.read', { at: Number.MAX_SAFE_INTEGER })).toMatchObject({
      snapshot: { sessions: [{ user: 'alice' }], pace: { isPaused: false, speed: 1 } },
    })
    expect(await again.end()).toBe(0)
    const { code, out } = await program.run('branch', 'before lunch', '--at', '0s', '--diff')
    expect(out).toContain('frames: no difference')
    expect(code).toBe(0)
    const unknown = await program.run('serve', '--from', 'after lunch')
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('after lunch') })
  })

  it.each([
    ['of another format', (text: string) => text.replace('"format":1', '"format":9'), 'has format 9'],
    ['of other commands', (text: string) => text.replace('handheld.login', 'handheld.fly'), ':2:1 version'],
    ['damaged in between', (text: string) => text.replace('"do":"step"', '"do":'), 'this line is no JSON'],
    ['no history', () => 'steps: []', 'this is no history of Bramble'],
    ['a snapshot', () => '{\n  "bramble": "snapshot",\n  "format": 1', 'bramble run SCENARIO --from FILE'],
    ['a report', () => '{\n  "format": "bramble-run",', 'Drop it on the window'],
    ['cut within its first line', (text: string) => text.slice(0, 80), 'within its first line'],
  ])('that is %s is refused with its position', async (_what, change, words) => {
    writeFileSync(path('other.history'), change(read('day.history')))
    const { code, err } = await program.run('branch', 'other.history', '--at', '1s')
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) })
  })
})

/** A window's lab, and its API. */
async function serve(...words: string[]) {
  const served = program.start('serve', '--http', '0', '--json', ...words)
  if (served.stdout === null) throw new Error('it has no output')
  const [line] = await once(createInterface(served.stdout), 'line')
  const url = new URL(z.object({ http: z.string() }).parse(JSON.parse(String(line))).http)
  const socket = new WebSocket(`ws://${url.host}/api${url.search}`, { headers: { origin: url.origin } })
  await once(socket, 'open')
  let last = 0
  return {
    async call(command: string, input: object): Promise<unknown> {
      last += 1
      const id = last
      socket.send(JSON.stringify({ type: 'call', id, command, input }))
      for await (const [data] of on(socket, 'message')) {
        const answer = answered.safeParse(JSON.parse(String(data))).data
        if (answer?.id === id) return answer.output
      }
      return null
    },
    async end(): Promise<unknown> {
      served.kill('SIGTERM')
      const [code] = await once(served, 'exit')
      return code
    },
  }
}

const answered = z.object({ id: z.int(), output: z.unknown() })

describe('bramble branch', () => {
  const branch = (...words: string[]) => program.run('branch', 'day.history', ...words)

  it('without a change is what was recorded, and says the same bytes each time', async () => {
    const all = [
      await branch('--at', '1m', '--diff', '--json'),
      await branch('--at', '1m', '--diff', '--json'),
    ]
    expect(all[0]).toEqual(all[1])
    expect(all[0]?.code).toBe(0)
    expect(JSON.parse(all[0]?.out ?? '')).toMatchObject({
      format: 'bramble-branch',
      repetition: null,
      differences: { flow: null, frames: null, endings: null },
    })
  })

  it('names the first difference that a change makes', async () => {
    const { code, out } = await branch('--at', '1m', '--service', 'maximumSessions=3', '--diff')
    expect(code).toBe(1)
    expect(out).toMatch(
      /flow: first difference at 2m .*\n.*carol: step 4a skipped \(no-timeout-limit\)\n.*\(below-limit\)/,
    )
    expect((await branch('--at', '1m', '--service', 'maximumSessions=3')).code).toBe(0)
  })

  it('does the steps of a file in place of the rest', async () => {
    const { code, out } = await branch('--at', '1m0.5s', '--steps', 'steps.yaml', '--json')
    expect({ code, out: JSON.parse(out) }).toMatchObject({
      code: 0,
      out: { steps: 'steps.yaml', failures: [] },
    })
  })

  it('says at which entry repeating it goes another way, such as a command that is refused now', async () => {
    writeFileSync(path('gone.history'), read('day.history').replace('"name":"carol"', '"name":"dave"'))
    const { code, out } = await program.run('branch', 'gone.history', '--at', '1m', '--diff')
    expect(code).toBe(1)
    expect(out).toMatch(/differs from what was recorded at entry \d+ \((fact|answer)\), at 2m/)
  })

  it.each([
    [['--at', '5h'], 'the history ends at'],
    [['--at', 'noon'], 'A moment is written such as'],
    [['--at', '1m', '--until', '1s'], 'expected a time from 1m 0s on'],
    [['--at', '1m', '--service', 'maximum=3'], 'maximum'],
    [['--at', '1m', '--service', 'maximumSessions'], 'expected KEY=VALUE'],
    [['--at', '1m', '--steps', 'nowhere.yaml'], 'nowhere.yaml'],
  ])('refuses %j', async (words, why) => {
    const { code, err } = await branch(...words)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(why) })
  })

  it('refuses a lab with a server outside', async () => {
    const [head = '', ...rest] = linesOf('day.history')
    const outside = head.replace('"lab":{', '"lab":{"directory":{"external":{"url":"ldap://127.0.0.1:1"}},')
    writeFileSync(path('outside.history'), '')
    for (const line of [outside, ...rest]) appendFileSync(path('outside.history'), `${line}\n`)
    const { code, err } = await program.run('branch', 'outside.history', '--at', '1m')
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('directory is a server outside of it'),
    })
  })
})
