import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()
const full = `lab: { service: { maximumSessions: 1 }, users: [{ id: alice }, { id: bob }] }
steps:
  - login: alice
  - login: { handheld: bob, expect: server-busy }
`

it('reports errors in the language of --lang', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = String(typeof address === 'object' && address ? address.port : 0)
  writeFileSync(join(program.folder, 'memory.yaml'), 'database: memory\n')
  try {
    const english = await program.run('serve', '--lab', 'memory.yaml', '--http', port)
    expect(english.err).toContain('another program uses that port')
    const german = await program.run('--lang', 'de', 'serve', '--lab', 'memory.yaml', '--http', port)
    expect(german.err).toContain('Ein anderes Programm benutzt diesen Port')
    expect(german.code).toBe(english.code)
  } finally {
    taken.close()
  }
})

it('refuses an unknown language and names the known ones', async () => {
  const { code, err } = await program.run('check', '--lang', 'tlh', 'memory.yaml')
  expect(err).toContain('Known languages: en, de.')
  expect(code).toBe(2)
})

it('writes the same JSON report in every language', async () => {
  writeFileSync(join(program.folder, 'full.yaml'), full)
  const [english, german] = [
    await program.run('run', 'full.yaml', '--json'),
    await program.run('run', 'full.yaml', '--json', '--lang', 'de'),
  ]
  expect(german.out).toBe(english.out)
  expect(english.out).toContain('"code": "server-busy"')
  expect(english.out).toContain('no idle session that could be logged out: Server Busy')
})

it.each([[], ['--jobs', '2']])('reports failures of a run in the chosen language (%j)', async (...more) => {
  writeFileSync(
    join(program.folder, 'empty.yaml'),
    'steps: [{ login: alice }, { expect: { sessions: 0 } }]\n',
  )
  const { out } = await program.run('run', 'empty.yaml', '--lang', 'de', ...more)
  expect(out).toContain('4b skipped: Es ist Platz')
})

it('describes --lang in the help', async () => {
  expect((await program.run('--help')).out).toMatch(/--lang <language>/)
  expect((await program.run('help', 'run')).out).toMatch(/--lang <language>/)
})
