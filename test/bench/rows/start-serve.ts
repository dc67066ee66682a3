import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchEmptyServer, benchProgram, cpuMsOf, missingProc, startNode } from '../processes.ts'
import type { Row, Sample } from '../row.ts'

const labFile = `database: memory
dispatcher: { listen: { port: 0 } }
communicationsServer: { listen: { port: 0 } }
directory: { listen: { port: 0 } }
`

/** Starts a program several times. @returns milliseconds of processor time until it prints that it is ready */
async function measureStart(times: number, words: readonly string[], folder: string): Promise<Sample> {
  const startedAt = performance.now()
  let cpuMs = 0
  let wallMs = 0
  for (let time = 0; time < times; time += 1) {
    const { pid, stop } = await startNode(words, folder)
    wallMs = performance.now() - startedAt
    cpuMs += cpuMsOf(pid)
    await stop()
  }
  return { cpuMs, wallMs, value: cpuMs / times }
}

export const startServe: Row = {
  name: 'start-serve',
  what: '`serve --http` until it is ready / an empty server for HTTP and WebSocket connections',
  unit: 'ms of CPU per start',
  goal: { atMost: 3 },
  rounds: 7,
  missing: missingProc,
  async open(isSmall) {
    const program = await benchProgram()
    const emptyServer = await benchEmptyServer()
    const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'))
    await writeFile(join(folder, 'lab.yaml'), labFile)
    const times = isSmall ? 1 : 4
    const words = [program, 'serve', '--lab', 'lab.yaml', '--http', '0', '--json']
    return {
      ours: () => measureStart(times, words, folder),
      theirs: () => measureStart(times, [emptyServer], folder),
      close: () => rm(folder, { recursive: true }),
    }
  },
}
