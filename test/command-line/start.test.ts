import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtProgram, outputOf } from './program.ts'

const program = builtProgram()
const lab = join(program.folder, 'lab.yaml')
writeFileSync(
  lab,
  `database: kept.sqlite
dispatcher: { listen: { port: 0 } }
communicationsServer: { listen: { port: 0 } }
directory: { listen: { port: 0 } }
`,
)

describe('the program', () => {
  it('explains in a sentence that the limit of open files is too low, and how to raise it', async () => {
    const { code, err } = await program.shell('ulimit -n 64; bramble serve --lab lab.yaml')
    expect(code).toBe(1)
    expect(err).toMatch(/^bramble: the lab cannot start: too many files are open at once/)
    expect(err).toContain('ulimit -n')
    expect(err).not.toContain('node:internal')
  })

  // The program sends itself the signal as soon as it handles it: right at the start, and again when it reads its input.
  writeFileSync(
    join(program.folder, 'signal.mjs'),
    `let times = 0
process.on('newListener', (name) => {
  if (name !== process.env.EARLY || ++times !== Number(process.env.TIME)) return
  setImmediate(() => process.kill(process.pid, name))
})
`,
  )

  it.each([
    ['SIGINT', 1, 130],
    ['SIGINT', 2, 130],
    ['SIGTERM', 1, 143],
    ['SIGTERM', 2, 143],
  ])('ends in order on %s during its start (%i), and leaves no lock behind', async (signal, time, code) => {
    const hook = `EARLY=${signal} TIME=${time} NODE_OPTIONS='--import ./signal.mjs'`
    const early = await program.shell(`${hook} bramble serve --lab lab.yaml --json`)
    expect({ code: early.code, out: early.out, err: early.err }).toEqual({ code, out: '', err: '' })
    const child = program.start('serve', '--lab', 'lab.yaml', '--json')
    const said = outputOf(child)
    if (child.stdout) await Promise.race([once(child.stdout, 'data'), said])
    child.kill('SIGINT')
    expect(await said).toMatchObject({ code: 0 })
    expect(existsSync(join(program.folder, 'kept.sqlite-lock'))).toBe(false)
  })
})
