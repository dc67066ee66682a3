/**
 * Makes the code caches of a built program for the Node that runs this: starts a lab with it, runs a scenario, and takes a lesson in
 * a class, so that V8 compiles what they need, and each of these processes writes that down in the cache of its command (see
 * code-cache.cjs). Electron's are made when `npm start` runs it.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { runNode } from './run.mjs'

const labFile = `database: memory
dispatcher: { listen: { port: 0 } }
communicationsServer: { listen: { port: 0 } }
directory: { listen: { port: 0 } }
`

/**
 * @param {string} program the built `bramble.js`; the page is built beside its folder
 * @param {string} root the project's folder
 */
export async function writeCodeCache(program, root) {
  const scenario = join(root, 'server/library/demos/first-login.yaml')
  const folder = await mkdtemp(join(tmpdir(), 'bramble-code-cache-'))
  const env = { ...process.env, BRAMBLE_CODE_CACHE: 'write', BRAMBLE_HOME: join(folder, 'home') }
  try {
    await writeFile(join(folder, 'lab.yaml'), labFile)
    // The first run makes the certificates, so that the second one does what most starts do.
    await runNode(program, ['run', scenario], {
      quiet: true,
      cwd: folder,
      env: { ...env, BRAMBLE_CODE_CACHE: '' },
    })
    await serve(program, folder, env)
    await runNode(program, ['run', scenario], { quiet: true, cwd: folder, env })
    await takeLesson(program, folder, env)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * Starts the lab and ends it as soon as it is ready.
 *
 * @param {string} program
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
async function serve(program, cwd, env) {
  const words = [program, 'serve', '--lab', 'lab.yaml', '--http', '0']
  const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  child.stdout.once('data', () => child.kill())
  await ended
}

/**
 * Holds a class of one seat, and starts a lesson there: its lab is a process of its own, which starts once for each seat of a class.
 *
 * @param {string} program
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
async function takeLesson(program, cwd, env) {
  const words = [program, 'class', '--seats', '1', '--http', '0', '--json']
  const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const { addresses, seats } = JSON.parse(line)
    const page = new WebSocket(`${addresses[0].replace('http', 'ws')}api?token=${seats[0].code}`)
    await once(page, 'open')
    const input = { id: '01-your-first-login', seed: 1 }
    page.send(JSON.stringify({ type: 'call', id: 1, command: 'lesson.start', input }))
    await once(page, 'message')
    break
  }
  child.kill()
  await ended
}
