import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()
mkdirSync(join(program.folder, 'failing'))

const login = '{ login: alice }, { login: bob }'
const failing: Record<string, string> = {
  'a login': 'steps: [{ login: { handheld: alice, password: wrong } }]',
  'a server': `steps: [{ fault: { at: communicationsServer, kind: reset } }, { login: alice }]`,
  'a registrar': `lab: { communicationsServer: { external: { host: 127.0.0.1, port: 1, transport: tcp } } }
steps: [{ login: alice }]`,
  'a certificate': `lab: { service: { environment: ocs2007 } }
steps: [{ fault: { at: communicationsServer, kind: certificate-name } }, { login: alice }]`,
  'a directory': `steps: [{ fault: { at: directory, kind: down } }, { login: alice }]`,
  'a message': `steps: [${login}, { send: { from: alice, to: nobody, text: hello } }]`,
  'an answer': `steps: [${login}, { fault: { at: communicationsServer, kind: answer, code: "603" } }, { send: { from: alice, to: bob, text: hello } }]`,
  'the log': `steps: [${login}, { expect: { log: nothing of the kind } }]`,
  frames: `steps: [${login}, { expect: { frames: { filter: INVITE, count: 7 } } }]`,
  states: `steps: [${login}, { expect: { sessions: 7, handheld: { alice: off, bob: { lastMessage: hello } } } }]`,
}
for (const [name, text] of Object.entries(failing)) {
  writeFileSync(join(program.folder, 'failing', `${name}.yaml`), `${text}\n`)
}

/** The content of all files below a folder, by path. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(join(program.folder, folder), { recursive: true }).map(String).sort()
  return Object.fromEntries(
    names
      .filter((name) => name.endsWith('.txt'))
      .map((name) => [name, readFileSync(join(program.folder, folder, name), 'utf8')]),
  )
}

it('reports failures with the same bytes in each run and for any number of processes', async () => {
  const runs = []
  for (const [run, jobs] of ['1', '1', '3'].entries()) {
    const words = ['run', 'failing', '--jobs', jobs]
    const json = await program.run(...words, '--json', '--junit', `${run}.xml`, '--log', `log${run}`)
    const text = await program.run(...words)
    expect([json.code, text.code]).toEqual([1, 1])
    runs.push({
      json: json.out,
      err: json.err + text.err,
      logs: filesIn(`log${run}`),
      // Only this output contains real time.
      text: text.out.replaceAll(/ in \d+ms\)/g, ')'),
      junit: readFileSync(join(program.folder, `${run}.xml`), 'utf8'),
    })
  }
  const [first, second, third] = runs
  expect(first?.text).toContain(`0 passed, ${Object.keys(failing).length} failed`)
  expect(first?.text).toContain('127.0.0.1:any')
  expect(second).toEqual(first)
  expect(third).toEqual(first)
})
