import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()
const path = (name: string) => join(program.folder, name)

/** Control characters as escape sequences of YAML and JSON, since neither format allows them unescaped. */
const escapes = '\\u001b[31m\\u0007\\u007f\\u009b31m\\u202e\\u2066\\r\\u0000'
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

it('no control character from a file reaches any output unescaped', async () => {
  mkdirSync(path('runs'))
  const named = `name: "evil ${escapes}"\nsteps:\n`
  const message = `{ from: alice, to: bob, text: "hello ${escapes}" }`
  writeFileSync(
    path('runs/fails.yaml'),
    `${named}  - login: alice\n  - login: bob\n  - send: ${message}\n  - expect: { handheld: { bob: { lastMessage: "x${escapes}" } } }\n`,
  )
  writeFileSync(path('runs/unusable.yaml'), `${named}  - login: "al${escapes}"\n  - "key${escapes}": 1\n`)
  const words = ['--junit', 'r.xml', '--log', 'log', '--capture', 'c.jsonl']
  const text = await program.run('run', 'runs', ...words)
  const json = await program.run('run', 'runs', '--json')
  const checked = await program.run('check', 'runs', '--json')
  const checkedText = await program.run('check', 'runs')
  const logs = readdirSync(path('log'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
  const all = {
    text: text.out + text.err,
    json: json.out + json.err,
    checked: checked.out + checked.err + checkedText.out + checkedText.err,
    junit: readFileSync(path('r.xml'), 'utf8'),
    logs: logs.join(''),
    capture: readFileSync(path('c-fails.jsonl'), 'utf8'),
    options: (await program.run('run', '--\u001b[31m\u202e')).err,
  }
  for (const [where, written] of Object.entries(all)) expect(raw.exec(written), where).toBeNull()
  expect(all.text).toContain('FAILED  evil ?[31m??')
  expect(JSON.parse(json.out).scenarios[0].name).toBe(JSON.parse(`"evil ${escapes}"`))
  expect([text.code, json.code]).toEqual([2, 2])
}, 60_000)
