import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { projectFolder } from '../../command-line/build-program.ts'
import { cpuMsOfTree, missingProc, started } from '../processes.ts'
import type { Row, Sample } from '../row.ts'

const users = ['alice', 'bob', 'carol']
const lab = {
  database: 'memory',
  dispatcher: { listen: { port: 0 } },
  communicationsServer: { listen: { port: 0 } },
  directory: { listen: { port: 0 } },
  users: users.map((id) => ({ id })),
  handhelds: users.map((id) => ({ name: id, user: id })),
}
const scripts = join(projectFolder, 'test/bench/scripts')

interface AppStart {
  /** Arguments of Electron: the app's folder and its own arguments. */
  words: readonly string[]
  /** What the page shows once it has all that it is to show. */
  texts: readonly string[]
  env?: NodeJS.ProcessEnv
}

/** Starts an app and ends it when its page is painted. @returns processor time until then, of all its processes */
async function measureApp(
  electron: string[],
  display: string,
  { env, texts, words }: AppStart,
): Promise<Sample> {
  const [program = '', ...more] = electron
  const startedAt = performance.now()
  const app = spawn(program, [...more, '-r', join(scripts, 'report-painted.cjs'), ...words], {
    env: { ...process.env, ...env, DISPLAY: display, BENCH_TEXTS: JSON.stringify(texts) },
    // Chromium complains on standard error of what this machine lacks.
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { pid, stop } = await started(app)
  const wallMs = performance.now() - startedAt
  const cpuMs = cpuMsOfTree(pid)
  await stop()
  return { cpuMs, wallMs, value: cpuMs }
}

export const startApp: Row = {
  name: 'start-app',
  what: 'the app until its window is painted with a lab of three handhelds / an Electron app with an empty window',
  unit: 'ms of CPU per start, all processes together',
  goal: { atMost: 1.5 },
  rounds: 9,
  missing: () => missingProc() ?? (process.env.DISPLAY || xvfb() ? null : 'a display, or Xvfb'),
  async open(isSmall) {
    const electron = await findElectron()
    const display = await openDisplay()
    const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'))
    const labFile = join(folder, 'lab.yaml')
    await writeFile(labFile, JSON.stringify(lab))
    const ours = {
      words: [projectFolder, '--lab', labFile],
      texts: [...users, 'Traffic'],
      env: { BRAMBLE_HOME: join(folder, 'home'), BRAMBLE_NO_DIALOGS: '1' },
    }
    const emptyWindow = [join(scripts, 'empty-window'), `--user-data-dir=${join(folder, 'empty')}`]
    const theirs = { words: emptyWindow, texts: ['Empty'] }
    if (!isSmall) {
      // What `npm start` sets: the first start keeps what V8 has compiled.
      await measureApp(electron, display.name, { ...ours, env: { ...ours.env, BRAMBLE_CODE_CACHE: 'write' } })
    }
    return {
      ours: () => measureApp(electron, display.name, ours),
      theirs: () => measureApp(electron, display.name, theirs),
      async close() {
        display.close()
        await rm(folder, { recursive: true, maxRetries: 10, retryDelay: 200 })
      },
    }
  },
}

/** Builds the app if it is out of date. @returns the command that runs it */
async function findElectron(): Promise<string[]> {
  const electron: typeof import('../../../build/electron.mjs') = await importFromBuild('electron.mjs')
  const app: typeof import('../../../build/bring-up-to-date.mjs') =
    await importFromBuild('bring-up-to-date.mjs')
  await app.bringUpToDate()
  return [await electron.findElectron(), ...electron.electronArguments()]
}

/** Not bundled into the benchmark, since these scripts find the project by their own place. */
function importFromBuild(name: string) {
  return import(/* @vite-ignore */ pathToFileURL(join(projectFolder, 'build', name)).href)
}

function xvfb(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, 'Xvfb')).find((file) => existsSync(file))
}

/** Opens a virtual display where there is no other. */
async function openDisplay(): Promise<{ name: string; close(): void }> {
  const program = xvfb()
  if (process.env.DISPLAY || program === undefined) return { name: process.env.DISPLAY ?? '', close() {} }
  const words = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-noreset']
  const server = spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const numbers = server.stdio[3]
  if (!(numbers instanceof Readable)) throw new Error('Xvfb has no output for the number of its display')
  const [number] = await once(numbers, 'data')
  return { name: `:${String(number).trim()}`, close: () => void server.kill() }
}
