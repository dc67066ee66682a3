import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readLabFile, rosterOf, UnusableFile } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'bramble-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(content: string | Uint8Array): string {
  const file = join(folder, 'lab.yaml')
  writeFileSync(file, content)
  return file
}

/** The problems of a file, without its folder. */
async function problems(content: string | Uint8Array): Promise<string[]> {
  try {
    await readLabFile(write(content))
    return []
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.message.replaceAll(`${folder}/`, '').split('\n')
  }
}

describe('reading a lab file', () => {
  it('fills in defaults', async () => {
    const { value, input } = await readLabFile(write('service: { idleTimeout: 5m }\n'))
    expect(value.service).toMatchObject({
      idleTimeout: 300_000,
      statusInterval: 60_000,
      maximumSessions: null,
    })
    expect(input).toEqual({ service: { idleTimeout: '5m' } })
  })

  it('ignores a byte order mark', async () => {
    const { value } = await readLabFile(write('\ufeffseed: 7\n'))
    expect(value.seed).toBe(7)
  })

  it('reads JSON too', async () => {
    const { value } = await readLabFile(write('{ "service": { "maximumSessions": 3 } }'))
    expect(value.service.maximumSessions).toBe(3)
  })

  it('reports every problem with its position, and suggests the likely word', async () => {
    const lines = [
      'servise: {}',
      'service:',
      '  maximumSession: 2',
      '  environment: ocs2007r',
      '  idleTimeout: 5',
    ]
    expect(await problems(lines.join('\n'))).toEqual([
      'lab.yaml:1:1 servise: unknown key "servise"; did you mean "service"?',
      'lab.yaml:3:3 service.maximumSession: unknown key "maximumSession"; did you mean "maximumSessions"?',
      'lab.yaml:4:16 service.environment: expected ocs2007r2 | ocs2007, found "ocs2007r"; did you mean "ocs2007r2"?',
      'lab.yaml:5:16 service.idleTimeout: expected a duration such as 250ms, 90s, 5m, 2h or 30d, found 5',
    ])
  })

  it('decides whether an entry is a handheld or a fleet before it validates the entry', async () => {
    const lines = [
      'handhelds:',
      '  - { name: alice, usr: alice }',
      '  - { fleet: 5, user: "l{n}", nme: "l{n}" }',
    ]
    expect(await problems(lines.join('\n'))).toEqual([
      'lab.yaml:2:5 handhelds[0].user: missing: expected text',
      'lab.yaml:2:20 handhelds[0].usr: unknown key "usr"; did you mean "user"?',
      'lab.yaml:3:5 handhelds[1].name: missing: expected text',
      'lab.yaml:3:31 handhelds[1].nme: unknown key "nme"; did you mean "name"?',
    ])
  })

  it.each([
    ['an empty file', '# nothing\n', 'lab.yaml:1:1 the file is empty'],
    ['a key twice', 'seed: 1\nseed: 2\n', 'lab.yaml:2:1 this key stands in its map twice: expected it once'],
    ['a list', '- 1\n', 'lab.yaml:1:1 expected a map of keys and values, found a list'],
    [
      'a negative number',
      'service: { maximumSessions: -1 }',
      'lab.yaml:1:29 service.maximumSessions: expected at least 1, found -1',
    ],
    [
      'no time at all',
      'service: { idleTimeout: 0s }',
      'lab.yaml:1:25 service.idleTimeout: expected longer than nothing',
    ],
    ['lists nested without end', '['.repeat(50_000), expect.stringContaining('nested too deeply to be read')],
    [
      'a cycle',
      'users: &u [ *u ]\n',
      'lab.yaml:1:13 *u stands inside what it stands for: it would have no end',
    ],
    ['an alias for nothing', 'users: *u\n', expect.stringMatching(/^lab.yaml:1:8 /)],
    [
      'Latin-1',
      Buffer.from('users:\n  - { id: "ren\xe9" }\n', 'latin1'),
      'lab.yaml:2:15 this is no UTF-8 text',
    ],
    ['UTF-16', Buffer.from('\ufeffusers: []\n', 'utf16le'), 'lab.yaml:1:1 this is UTF-16 text'],
    [
      'UTF-16 that does not say so',
      Buffer.from('seed: 1\n', 'utf16le'),
      'lab.yaml:1:2 this is no text: there is a byte 0',
    ],
    ['a file cut off', 'service: { idleTimeout: 5m', expect.stringMatching(/^lab.yaml:1:27 expected }/)],
  ])('refuses %s', async (_what, content, message) => {
    expect(await problems(content)).toEqual([message])
  })

  it('refuses aliases that expand to billions of values', async () => {
    const levels = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`)
    const [first] = await problems(['a0: &a0 [x]', ...levels].join('\n'))
    expect(first).toContain('aliases may not stand for more than')
  })

  it('refuses what is not supported yet: a second document, PostgreSQL', async () => {
    expect(await problems('seed: 1\n---\nseed: 2\n')).toEqual([
      'lab.yaml:2:1 a second document begins here: a file holds one',
    ])
    expect(await problems('seed: 1\ndatabase: postgres://lab@db/bramble\n')).toEqual([
      'lab.yaml:2:11 database: PostgreSQL is not supported yet: expected a file, or memory',
    ])
  })

  it('refuses folders, missing files, devices and files that are too large', async () => {
    await expect(readLabFile(folder)).rejects.toThrow('this is a folder, not a file')
    await expect(readLabFile(join(folder, 'none.yaml'))).rejects.toThrow(
      /none.yaml:1:1 there is no such file/,
    )
    await expect(readLabFile('/dev/zero')).rejects.toThrow('this is no ordinary file')
    const large = join(folder, 'large.yaml')
    writeFileSync(large, '')
    truncateSync(large, 2 ** 40)
    await expect(readLabFile(large)).rejects.toThrow('the file has 1099511627776 bytes')
  })

  it('refuses TCP for an environment that speaks TLS only', async () => {
    const lines = [
      'service: { environment: ocs2007 }',
      'communicationsServer: { listen: { transport: tcp } }',
    ]
    expect(await problems(lines.join('\n'))).toEqual([
      'lab.yaml:2:46 communicationsServer.listen.transport: expected tls: tcp may be configured for environment ocs2007r2 only',
    ])
  })
})

describe('names in a lab file', () => {
  it('must refer to something that exists', async () => {
    expect(await problems('handhelds: [{ name: a, user: alicia }]')).toEqual([
      'lab.yaml:1:30 handhelds[0].user: expected a user of this lab (alice, bob), found "alicia"; did you mean "alice"?',
    ])
  })

  it('must be unique', async () => {
    const lines = [
      'users: [{ id: carol }, { id: Carol }]',
      'handhelds:',
      '  - { name: one, user: carol, pin: 2100000a }',
      '  - { name: one, user: carol, pin: 2100000A }',
      '  - { fleet: 2, user: carol, name: same }',
    ]
    expect(await problems(lines.join('\n'))).toEqual([
      'lab.yaml:1:30 users[1].id: there is already a user "Carol"',
      'lab.yaml:4:13 handhelds[1].name: there is already a handheld "one"',
      'lab.yaml:4:36 handhelds[1].pin: another handheld has PIN 2100000A',
      'lab.yaml:5:36 handhelds[2].name: expected {n} in the name of a fleet, found "same"',
    ])
  })
})

describe('the roster', () => {
  it('is alice and bob by default', () => {
    const { users, handhelds } = rosterOf({})
    expect(users.map(({ id, name }) => `${id} ${name}`)).toEqual(['alice Alice Archer', 'bob Bob Barker'])
    expect(handhelds.map(({ name, pin }) => `${name} ${pin}`)).toEqual(['alice 2100000A', 'bob 2100000B'])
  })

  it('numbers the handhelds of a fleet from 1 and adds their users', () => {
    const { users, handhelds } = rosterOf({
      users: [{ id: 'load2', name: 'Known', password: 'p', mayUseClient: false }],
      handhelds: [{ fleet: 3, user: 'load{n}', name: 'device {n}' }],
    })
    expect(handhelds.map(({ name, user }) => `${name}: ${user}`)).toEqual([
      'device 1: load1',
      'device 2: load2',
      'device 3: load3',
    ])
    expect(users.map(({ id, mayUseClient }) => [id, mayUseClient])).toEqual([
      ['load2', false],
      ['load1', true],
      ['load3', true],
    ])
  })

  it('lets a single handheld refer to a user that a fleet adds', async () => {
    const file = 'handhelds: [{ fleet: 3, user: "load{n}", name: "load{n}" }, { name: spare, user: load3 }]'
    expect(await problems(file)).toEqual([])
    expect(await problems(file.replace('load3', 'load4'))).toHaveLength(1)
  })
})
