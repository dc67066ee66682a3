import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()
const isRoot = process.getuid?.() === 0

function write(name: string, content: string | Uint8Array): string {
  const file = join(program.folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
  return name
}

describe('bramble check', () => {
  it('reports for every file what is wrong, where, and what was expected', async () => {
    write('files/lab.yaml', 'service: { maximumSession: 2 }\n')
    write('files/right.yaml', 'steps: [{ login: alice }]\n')
    write('files/wrong.yml', 'steps:\n  - login: alise\n  - waif: 1s\n')
    const { code, out, err } = await program.run('check', 'files')
    expect(out).toBe('files/right.yaml: ok\n')
    expect(err.split('\n').filter((line) => line.startsWith('files'))).toEqual([
      'files/lab.yaml:1:12 service.maximumSession: unknown key "maximumSession"; did you mean "maximumSessions"?',
      'files/wrong.yml:2:12 steps[0].login: expected a handheld of this lab (alice, bob), found "alise"; did you mean "alice"?',
      'files/wrong.yml:3:5 steps[1].waif: unknown key "waif"; did you mean "wait"?',
    ])
    expect(code).toBe(2)
  })

  it('reports in JSON, one line for each problem', async () => {
    write('json/wrong.yaml', 'steps: [{ login: alise }, { logout: carol }]\n')
    write('json/lab.yaml', 'seed: 1\n')
    const { code, out, err } = await program.run('check', '--json', 'json/*.yaml')
    const problems: unknown[] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(problems).toMatchObject([
      { file: 'json/wrong.yaml', line: 1, column: 18, keyPath: 'steps[0].login' },
      { file: 'json/wrong.yaml', line: 1, column: 37, keyPath: 'steps[1].logout' },
    ])
    expect(err).toBe('')
    expect(code).toBe(2)
  })
})

const twoHandhelds = `lab:
  handhelds:
    - { name: a, user: alice, pin: 2100000a }
    - { name: b, user: alice, pin: 2100000A }
steps: [{ login: a }]`
const twoUsers = 'lab: { users: [{ id: zoe }, { id: Zoe }] }\nsteps: [{ login: zoe }]'
const globForNobody = 'steps: [{ each: { handheld: "z*", steps: [{ login: $handheld }] } }]'

describe('a file that cannot be a scenario', () => {
  const refused: [what: string, name: string, content: string | Uint8Array, message: string][] = [
    ['a file cut off', 'cut.yaml', 'steps: [{ login: al', 'cut.yaml:1:20 expected ]'],
    ['an empty file', 'empty.yaml', '', 'empty.yaml:1:1 the file is empty'],
    [
      'a binary file',
      'binary.yaml',
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0xff),
      ':1:5 this is no UTF-8 text',
    ],
    ['UTF-16', 'wide.yaml', Buffer.from('\ufeffsteps: []', 'utf16le'), 'wide.yaml:1:1 this is UTF-16 text'],
    [
      'a YAML alias inside its own anchor',
      'cycle.yaml',
      'steps: &s [*s]',
      'cycle.yaml:1:12 *s stands inside what it stands for',
    ],
    [
      'one PIN twice',
      'pin.yaml',
      twoHandhelds,
      'pin.yaml:4:36 lab.handhelds[1].pin: another handheld has PIN',
    ],
    [
      'one user twice',
      'user.yaml',
      twoUsers,
      'user.yaml:1:35 lab.users[1].id: there is already a user "Zoe"',
    ],
    [
      'a glob that matches no handheld',
      'glob.yaml',
      globForNobody,
      'glob.yaml:1:29 steps[0].each.handheld: no handheld of',
    ],
    [
      'a lab file that does not exist',
      'lost.yaml',
      'lab: no.yaml\nsteps: [{ wait: 1s }]',
      'no.yaml:1:1 there is no such file',
    ],
    [
      'a scenario that names itself as its lab file',
      'self.yaml',
      'lab: self.yaml\nsteps: [{ wait: 1s }]',
      'self.yaml:1:6 lab: expected a lab file',
    ],
  ]

  it.each(refused)('%s', async (_what, name, content, message) => {
    write(`refused/${name}`, content)
    for (const command of ['check', 'run']) {
      const { code, out, err } = await program.run(command, `refused/${name}`)
      expect(err).toContain(message)
      expect(out).toBe('')
      expect(code).toBe(2)
    }
  })

  it('a pipe, a device, or a file without end', async () => {
    await program.shell('mkfifo pipe')
    symlinkSync('/dev/zero', join(program.folder, 'zero.yaml'))
    for (const name of ['pipe', 'zero.yaml']) {
      const { code, err } = await program.run('run', name)
      expect(err).toContain(`${name}:1:1 this is no ordinary file`)
      expect(code).toBe(2)
    }
  })

  it.skipIf(isRoot)('a file without read permission', async () => {
    chmodSync(join(program.folder, write('secret.yaml', 'steps: []')), 0)
    const { code, err } = await program.run('run', 'secret.yaml')
    expect(err).toContain('secret.yaml:1:1 reading it is not allowed')
    expect(code).toBe(2)
  })
})
