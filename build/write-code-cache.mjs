/**
 * Makes the code cache of a built program for the Node that runs this: starts a lab with it and runs a scenario, so that V8
 * compiles what they need, and the program writes that down (see code-cache.cjs). Electron's is made when `npm start` runs it.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
