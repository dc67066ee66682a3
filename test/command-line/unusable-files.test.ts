import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runReport } from '../../server/faces/command-line/report/report-schema.ts'
import { builtProgram } from './program.ts'

const program = builtProgram()

function write(name: string, content: string | Uint8Array): string {
  const file = join(program.folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
  return name
}

const right = 'name: Right\nsteps: [{ wait: 1s }]\n'

describe('a folder with files of other programs', () => {
  write('foreign/a.yaml', right)
  write('foreign/house.yaml', 'seed: 3')
  const others: [name: string, content: string | Uint8Array][] = [
    ['package.json', '{ "name": "p", "version": "1.0.0", "source": "src/index.ts", "directories": {} }'],
    ['empty.json', ''],
    ['report.json', '{ "format": "bramble-run", "version": 1, "scenarios": [] }'],
    ['cut.json', '{\n  "format": "bramble-run",\n  "version": 1,\n  "scenarios": ['],
    ['list.json', '[1, 2]'],
    ['tsconfig.json', '{\n  // for the compiler\n  "compilerOptions": {}\n}'],
    ['compose.yaml', 'services: { db: { image: postgres } }\nvolumes: {}'],
    ['workflow.yml', 'name: CI\non: push\njobs:\n  test:\n    steps:\n      - run: npm test'],
    ['many.yaml', 'kind: A\n---\nkind: B'],
    ['chart.yaml', 'spec:\n  steps: {{ .Values.steps }}\n'],
    ['picture.json', Uint8Array.of(0x89, 0x50, 0xff, 0x00)],
    ['schema.json', '{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" }'],
  ]
  for (const [name, content] of others) write(`foreign/${name}`, content)

  it('runs its scenarios and lists the files that it skipped', async () => {
    const { code, out, err } = await program.run('run', 'foreign')
    expect(out).toMatch(/^passed {2}Right .*\n1 passed, 0 failed\n$/)
    expect(err).toMatch(/^bramble: left out, being neither scenario, lab file nor snapshot: .* and 7 more\n$/)
    expect(code).toBe(0)
    const checked = await program.run('check', 'foreign')
    expect(checked.out).toBe('foreign/a.yaml: ok\nforeign/house.yaml: ok\n')
    expect([checked.code, checked.err]).toEqual([0, err])
  })

  it('can be run again with the report of the previous run in it', async () => {
    write('own/a.yaml', right)
    for (let time = 0; time < 2; time += 1) {
      const { code } = await program.shell('cd own && bramble run . --json > report.json')
      expect(code).toBe(0)
      expect(JSON.parse(readFileSync(join(program.folder, 'own/report.json'), 'utf8')).passed).toBe(1)
    }
  })

  it('reports mistakes in files that are meant as scenarios or labs', async () => {
    write('slips/a.yaml', right)
    write('slips/cut.yaml', 'name: Cut\nsteps: [{ login: al')
    write('slips/house.yaml', 'sede: 3\nusers: [{ id: zoe }]')
    write('slips/stpes.yaml', 'name: Typo\nstpes: []')
    write('slips/wide.yaml', Buffer.from('\ufeffname: Wide\nsteps: []', 'utf16le'))
    symlinkSync('nowhere.yaml', join(program.folder, 'slips/dangling.yaml'))
    const { code, out, err } = await program.run('run', 'slips')
    expect(out.match(/^\S+ {2}\w+/gm)).toEqual([
      'passed  Right',
      'UNUSABLE  cut',
      'UNUSABLE  dangling',
      'UNUSABLE  house',
      'UNUSABLE  stpes',
      'UNUSABLE  wide',
    ])
    expect(out).toContain('  slips/cut.yaml:2:')
    expect(out).toContain('  slips/house.yaml:1:1 sede: unknown key "sede"; did you mean "seed"?')
    expect(out).toMatch(/1 passed, 0 failed, 5 unusable\n$/)
    expect([code, err]).toEqual([2, ''])
  })

  it('is refused if it contains no scenario', async () => {
    write('only/package.json', '{ "name": "p" }')
    const { code, out, err } = await program.run('run', 'only')
    expect(err).toContain('there is no scenario among these files')
    expect([code, out]).toEqual([2, ''])
  })
})

describe('a file that cannot be used', () => {
  write('a.yaml', right)
  write('b.yaml', 'steps: [{ login: nobody }, { waif: 1s }]')
  write('c.yaml', 'name: Third\nsteps: [{ login: alice }, { expect: { sessions: 2 } }]')
  const words = ['run', 'a.yaml', 'b.yaml', 'none.yaml', '*.toml', 'c.yaml', 'snapshot.json']
  write('snapshot.json', '{ "bramble": "snapshot" }')

  it.each(['1', '2'])('is reported in its place, and the other files run (jobs: %s)', async (jobs) => {
    const text = await program.run(...words, '--jobs', jobs, '--junit', 'r.xml')
    expect(text.out.match(/^\S+ {2}[\w.*]+/gm)).toEqual([
      'passed  Right',
      'UNUSABLE  b',
      'UNUSABLE  none',
      'UNUSABLE  *',
      'FAILED  Third',
      'UNUSABLE  snapshot',
    ])
    expect(text.out).toContain('  none.yaml:1:1 there is no such file\n')
    expect(text.out).toContain('  *.toml: no file matches\n')
    expect(text.out).toContain('  snapshot.json: expected a scenario, found a snapshot')
    expect(text.out).toMatch(/1 passed, 1 failed, 4 unusable\n$/)
    expect(text.code).toBe(2)
    const junit = readFileSync(join(program.folder, 'r.xml'), 'utf8')
    expect(junit).toContain('<testsuites name="bramble" tests="6" failures="1" errors="4"')
    expect(junit).toContain('<error message="there is no such file" type="unusable">')

    const { out, code, err } = await program.run(...words, '--jobs', jobs, '--json')
    expect(out).toMatch(/^\{\s*"format": "bramble-run",\s*"version": 1,/)
    const report = runReport.parse(JSON.parse(out))
    expect(report).toMatchObject({ outcome: 'unusable', passed: 1, failed: 1, skipped: 0, unusable: 4 })
    expect(report.scenarios[1]).toMatchObject({
      outcome: 'unusable',
      file: 'b.yaml',
      problems: [
        { line: 1, column: 18, keyPath: 'steps[0].login' },
        { line: 1, column: 30, keyPath: 'steps[1].waif' },
      ],
    })
    expect([code, err]).toEqual([2, ''])
  })

  it('is reported also if it is the only file', async () => {
    const { code, out, err } = await program.run('run', 'b.yaml', '--junit', 'alone.xml')
    expect(err).toContain('b.yaml:1:18 steps[0].login: ')
    expect([code, out]).toEqual([2, ''])
    expect(readFileSync(join(program.folder, 'alone.xml'), 'utf8')).toContain('<error message=')
    const json = await program.run('run', 'b.yaml', '--json')
    expect(JSON.parse(json.out)).toMatchObject({ outcome: 'unusable', unusable: 1 })
    expect([json.code, json.err]).toEqual([2, ''])
  })

  it('is ignored if its name shows that it is not a scenario', async () => {
    const filtered = await program.run('run', 'a.yaml', 'b.yaml', 'none.yaml', 'c.yaml', '--filter', 'a.yaml')
    expect(filtered.out).toMatch(/^passed {2}Right .*\n1 passed, 0 failed\n$/)
    expect(filtered.code).toBe(0)
    const byName = await program.run('run', 'a.yaml', 'b.yaml', 'none.yaml', '--filter', 'right')
    expect(byName.code).toBe(0)
    const broken = await program.run('run', 'a.yaml', 'b.yaml', '--filter', 'B.YAML')
    expect(broken.code).toBe(2)
    expect(broken.err).toContain('b.yaml:1:18')
  })

  it('is reported by prove, too', async () => {
    const { code, out } = await program.run('prove', 'a.yaml', 'b.yaml')
    expect(out).toMatch(/^unusable: b$/m)
    expect(out).toMatch(/, 1 unusable$/m)
    expect(code).toBe(2)
  })
})

describe('the schemas of files', () => {
  it('allow `$schema` and keys that begin with `x-`, which are ignored', async () => {
    for (const kind of ['lab', 'scenario']) {
      const { out } = await program.run('schema', kind)
      expect(JSON.parse(out)).toMatchObject({
        additionalProperties: false,
        properties: { $schema: { type: 'string' } },
        patternProperties: { '^x-': {} },
      })
    }
    write('x/a.yaml', '$schema: ./s.json\nx-login: &a { login: alice }\nsteps: [*a, { <<: *a, note: again }]')
    expect((await program.run('check', 'x')).out).toBe('x/a.yaml: ok\n')
  })
})

it('publishes all failure codes with their meaning', async () => {
  const { code, out } = await program.run('schema', 'failures')
  expect(code).toBe(0)
  expect(JSON.parse(out).anyOf).toContainEqual({
    type: 'string',
    const: 'unknown-handheld',
    description: 'The command names a handheld that is not on the bench',
  })
})

describe('the schema of the report', () => {
  it('is printed', async () => {
    const { code, out } = await program.run('schema', 'report')
    expect(JSON.parse(out)).toMatchObject({ properties: { format: { const: 'bramble-run' } } })
    expect(code).toBe(0)
  })

  it('matches the reports of runs that fail, are skipped, and are repeated', async () => {
    write('needs.yaml', 'needs: [sametime]\nsteps: []')
    const { out } = await program.run('run', 'needs.yaml', 'c.yaml', '--repeat', '2', '--json')
    const report: unknown = JSON.parse(out)
    expect(runReport.parse(report)).toEqual(report)
  })
})

it.skipIf(process.getuid?.() === 0)('runs the other folders if one may not be read', async () => {
  write('closed/in/b.yaml', right)
  write('closed/a.yaml', right)
  chmodSync(join(program.folder, 'closed/in'), 0)
  const { code, out } = await program.run('run', 'closed')
  expect(out).toContain('1 passed, 0 failed, 1 unusable')
  expect(code).toBe(2)
})
