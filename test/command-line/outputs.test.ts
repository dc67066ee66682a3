import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()
const path = (name: string) => join(program.folder, name)

function write(name: string, content: string): string {
  mkdirSync(join(path(name), '..'), { recursive: true })
  writeFileSync(path(name), content)
  return name
}

const scenario = (lab: string) => `name: S\n${lab}\nsteps: [{ wait: 1s }]\n`
write('a.yaml', scenario('lab: { seed: 2 }'))
write('b.yaml', scenario('lab: house.yaml'))
write(
  'house.yaml',
  'seed: 3\ndirectory: { external: { url: "ldaps://localhost", ca: ca.pem } }\ndatabase: d.sqlite\n',
)
write('ca.pem', 'a certificate')
write('notes.txt', 'by hand')
write('other.json', '{ "by": "hand" }')
write('folder/c.yaml', scenario(''))
symlinkSync('a.yaml', path('symbolic.xml'))
symlinkSync('.', path('here'))
linkSync(path('a.yaml'), path('hard.xml'))

/** All files of the folder with their content, to check that none has changed. */
function state(): unknown {
  return readdirSync(program.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.home'))
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'latin1')])
    .sort()
}

describe('an output file', () => {
  it.each([
    ['a scenario of the run', ['a.yaml', '--junit', 'a.yaml']],
    ['a scenario, since a shell expanded *.yaml', ['b.yaml', '--capture', 'a.yaml']],
    ['a scenario, since a shell expanded *.yaml after --snapshot', ['folder/c.yaml', '--snapshot', 'a.yaml']],
    ['the scenario, spelt as another path', ['a.yaml', '--junit', './folder/../a.yaml']],
    ['a path through a linked folder', ['a.yaml', '--capture', 'here/a.yaml']],
    ['a symbolic link', ['a.yaml', '--junit', 'symbolic.xml']],
    ['a hard link', ['a.yaml', '--junit', 'hard.xml']],
    ['a scenario found by a glob', ['fold*/*.yaml', '--junit', 'folder/c.yaml']],
    ['a scenario found in a folder', ['folder', '--capture', 'folder/c.yaml']],
    ['one of several captures', ['a.yaml', 'folder/c.yaml', '--capture', 'made.yaml'], 'made-c.yaml'],
    ['its lab file', ['b.yaml', '--junit', 'house.yaml']],
    ['a certificate named there', ['b.yaml', '--junit', 'ca.pem']],
    ['its database, which does not exist yet', ['b.yaml', '--junit', 'd.sqlite']],
    ['the lock file of its database', ['b.yaml', '--junit', 'd.sqlite-lock']],
    ['a missing scenario', ['none.yaml', '--junit', 'none.yaml']],
    ['a scenario that cannot be used', ['other.json', '--junit', 'other.json']],
    [
      'one of three scenarios, since a shell expanded *.yaml',
      ['b.yaml', 'folder/c.yaml', '--capture', 'a.yaml'],
    ],
    ['a text file that a person wrote', ['a.yaml', '--junit', 'notes.txt']],
    ['a JSON file that a person wrote', ['a.yaml', '--snapshot', 'other.json']],
    ['the same file for two outputs', ['a.yaml', '--junit', 'x', '--snapshot', './x']],
    ['both a file and a folder', ['a.yaml', '--junit', 'x', '--log', 'x']],
    ['standard output twice', ['a.yaml', '--json', '--junit', '/dev/stdout']],
  ])('is refused where it is %s', async (_what, words, already?: string) => {
    if (already !== undefined) write(already, scenario(''))
    const before = state()
    const { code, out, err } = await program.run('run', ...words)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^bramble: .*\n(Name|Move) .*\n/m)
    expect(state()).toEqual(before)
  })

  it('is refused where standard output is redirected to the same file', async () => {
    const { code, err } = await program.shell('bramble run a.yaml --junit r.txt > r.txt')
    expect([code, readFileSync(path('r.txt'), 'utf8')]).toEqual([2, ''])
    expect(err).toContain('standard output writes to the same file')
    const appended = await program.shell('bramble run a.yaml >> a.yaml')
    expect(appended.code).toBe(2)
    expect(readFileSync(path('a.yaml'), 'utf8')).toBe(scenario('lab: { seed: 2 }'))
  })

  it('of serve is refused in the same way', async () => {
    const lab = 'house.yaml'
    for (const output of ['house.yaml', 'ca.pem', 'd.sqlite', 'notes.txt', 'a.yaml']) {
      const { code } = await program.run('serve', '--lab', lab, '--capture', output)
      expect(code).toBe(2)
    }
    expect(readFileSync(path('notes.txt'), 'utf8')).toBe('by hand')
  })

  it('may replace a file of the same kind or an empty file, or be new', async () => {
    write('empty', '')
    for (let time = 0; time < 2; time += 1) {
      const words = ['--junit', 'own.xml', '--capture', 'own.pcapng', '--snapshot', 'own.json']
      expect(await program.run('run', 'a.yaml', ...words)).toMatchObject({ code: 0, err: '' })
    }
    const words = ['--junit', 'empty', '--capture', 'own.jsonl', '--from', 'own.json']
    for (let time = 0; time < 2; time += 1) {
      expect(await program.run('run', 'a.yaml', ...words)).toMatchObject({ code: 0, err: '' })
    }
    expect(await program.run('run', 'a.yaml', '--from', 'own.json', '--snapshot', 'own.json')).toMatchObject({
      code: 2,
    })
  })

  it('may be a pipe, a device, or standard output, which then contains nothing else', async () => {
    expect((await program.run('run', 'a.yaml', '--junit', '/dev/null', '--capture', '/dev/null')).code).toBe(
      0,
    )
    const pipe = await program.shell('mkfifo p; bramble run a.yaml --junit p >&2 & cat p; wait $!')
    expect(pipe).toMatchObject({ code: 0, out: expect.stringMatching(/^<\?xml[\s\S]*<\/testsuites>\n$/) })
    for (const words of ['--junit /dev/stdout', '--junit /dev/fd/1', '--junit /dev/stdout | cat']) {
      const { code, out, err } = await program.shell(`bramble run a.yaml ${words}`)
      expect(out).toMatch(/^<\?xml[\s\S]*<\/testsuites>\n$/)
      expect(err).toContain('1 passed, 0 failed')
      expect(code).toBe(0)
    }
    const led = await program.shell('bramble run a.yaml --junit /dev/stdout > led.xml; cat led.xml')
    expect(led.out).toMatch(/^<\?xml[\s\S]*<\/testsuites>\n$/)
  })
})

describe('a report', () => {
  const run = 'bramble run a.yaml --junit kept.xml'
  const parts = () => readdirSync(program.folder).filter((name) => name.endsWith('.part'))

  it('leaves the old report complete until the new one is complete', async () => {
    expect((await program.shell(run)).code).toBe(0)
    chmodSync(path('kept.xml'), 0o640)
    const before = readFileSync(path('kept.xml'))
    const full = await program.shell(`ulimit -f 0; ${run} 2>&1 | cat`)
    expect(full.out).toContain('the report cannot be written to kept.xml: EFBIG')
    expect(readFileSync(path('kept.xml'))).toEqual(before)
    expect(parts()).toEqual([])
    expect((await program.shell(run)).code).toBe(0)
    expect(statSync(path('kept.xml')).mode & 0o777).toBe(0o640)
  })

  it('removes the temporary file of a run that was killed, and no other file', async () => {
    const before = readFileSync(path('kept.xml'))
    write(
      'kill.mjs',
      `import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
fs.rename = () => process.kill(process.pid, 'SIGKILL')
syncBuiltinESMExports()
`,
    )
    await program.shell(`NODE_OPTIONS='--import ./kill.mjs' ${run}`)
    const [left = ''] = parts()
    expect(left).toMatch(/^kept\.xml\..*\.part$/)
    expect(readFileSync(path('kept.xml'))).toEqual(before)
    const stays = ['kept.xml.part', 'notes.part', left.replace(/-\d+-/, `-${process.pid}-`)]
    for (const name of stays) write(name, 'of somebody else')
    expect((await program.shell(run)).code).toBe(0)
    expect(parts().sort()).toEqual(stays.sort())
  })
})
