import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { builtProgram } from './program.ts'

/** Makes faults that nobody foresaw, and so nobody catches: one more kind at each signal. */
const faults = `
const kinds = [
  () => setTimeout(() => { throw new TypeError('in a timer') }),
  () => { Promise.reject(new RangeError('in a promise')) },
  () => setInterval(() => { throw new Error('again and again') }, 1),
]
process.on('SIGUSR2', () => kinds.shift()?.())
`
const program = builtProgram({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(faults)}` })

it('serve goes on after a fault that nobody caught, and says so; it ends where fault follows fault', async () => {
  writeFileSync(
    join(program.folder, 'lab.yaml'),
    'database: memory\ncommunicationsServer: { listen: { port: 0 } }\ndirectory: { listen: { port: 0 } }\ndispatcher: { listen: { port: 0 } }\n',
  )
  const child = program.start('serve', '--lab', 'lab.yaml', '--json')
  if (!child.stdout || !child.stderr) throw new Error('the program has no output')
  const said = createInterface(child.stderr)[Symbol.asyncIterator]()
  const says = async (words: string) => {
    for (let line = await said.next(); !line.done; line = await said.next()) {
      if (line.value.includes(words)) return line.value
    }
    throw new Error(`it never said ${words}`)
  }
  const [ready] = await once(createInterface(child.stdout), 'line')
  const { http } = JSON.parse(String(ready))
  const ended = once(child, 'exit')

  child.kill('SIGUSR2')
  expect(await says('in a timer')).toMatch(/^bramble: error: lab: unexpected: TypeError: in a timer \(at /)
  child.kill('SIGUSR2')
  expect(await says('in a promise')).toMatch(/^bramble: error: lab: unexpected: RangeError: in a promise/)
  expect((await fetch(http)).status).toBe(200)

  child.kill('SIGUSR2')
  expect(await says('bramble: again and again')).toBe('bramble: again and again')
  expect(await ended).toEqual([1, null])
})
