import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtProgram } from './program.ts'

/** A module that throws exceptions which nothing catches: one more kind at each signal. */
const faults = `
const kinds = [
  () => setTimeout(() => { throw new TypeError('in a timer') }),
  () => { Promise.reject(new RangeError('in a promise')) },
  () => setInterval(() => { throw new Error('again and again') }, 1),
]
process.on('SIGUSR2', () => kinds.shift()?.())
`

/** Reads the output of a program line by line while it runs. */
function linesOf(child: ChildProcess) {
  const said = { stdout: '', stderr: '' }
  const ended = once(child, 'close')
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  return {
    ended,
    /** Waits for the first line that contains this text. @throws if the program ends without printing it */
    async line(from: 'stdout' | 'stderr', words: string): Promise<string> {
      let hasEnded = false
      const end = ended.then(() => {
        hasEnded = true
      })
      for (;;) {
        const isLast = hasEnded
        const found = said[from]
          .split('\n')
          .slice(0, -1)
          .find((one) => one.includes(words))
        if (found !== undefined) return found
        if (isLast)
          throw new Error(`the program ended without printing ${words}: ${said.stdout}${said.stderr}`)
        const more = child[from] ? once(child[from], 'data') : end
        await Promise.race([more, end])
      }
    },
  }
}

const program = builtProgram({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(faults)}` })

it('serve reports an uncaught exception and continues, but ends when exceptions repeat', async () => {
  writeFileSync(
    join(program.folder, 'lab.yaml'),
    'database: memory\ncommunicationsServer: { listen: { port: 0 } }\ndirectory: { listen: { port: 0 } }\ndispatcher: { listen: { port: 0 } }\n',
  )
  const child = program.start('serve', '--lab', 'lab.yaml', '--json')
  const { line, ended } = linesOf(child)
  const { http } = JSON.parse(await line('stdout', '"ready":true'))

  child.kill('SIGUSR2')
  expect(await line('stderr', 'in a timer')).toMatch(
    /^bramble: error: lab: unexpected: TypeError: in a timer \(at /,
  )
  child.kill('SIGUSR2')
  expect(await line('stderr', 'in a promise')).toMatch(
    /^bramble: error: lab: unexpected: RangeError: in a promise/,
  )
  expect((await fetch(http)).status).toBe(200)

  child.kill('SIGUSR2')
  expect(await line('stderr', 'bramble: again and again')).toBe('bramble: again and again')
  expect(await ended).toEqual([1, null])
})
