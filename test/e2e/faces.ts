import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type Browser, type ElectronApplication, type Page } from 'playwright/test'
import { isRoot } from '../../build/electron.mjs'
import { timeoutMs } from './timeout.ts'

export const projectFolder = join(import.meta.dirname, '../..')
/** Kills a server that does not stop. Generous, since the machine may be busy. */
const stopLimitMs = 180_000

/** A running Bramble with its page. */
export interface RunningBramble {
  page: Page
  /** Ends Bramble as a person would. @throws if its exit code is not 0 */
  stop(): Promise<void>
  /** The desktop app. Absent in the browser. */
  app?: ElectronApplication
  /** The process that serves the page. Absent in the desktop app. */
  server?: Server
}

interface Server {
  /** Ends it, and leaves the page open. */
  stop(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
}

export interface StartOptions {
  /** The folder in which Bramble keeps its data. */
  home: string
  labFile: string
}

/** Environment variables of a Bramble under test: its own home folder, no dialogs, and no variables of Electron. */
export function environment(home: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('ELECTRON_'),
  )
  return { ...Object.fromEntries(inherited), BRAMBLE_HOME: home, BRAMBLE_NO_DIALOGS: '1' }
}

/** Runs `bramble serve` and opens the page in the browser. */
export async function startInBrowser(
  { home, labFile }: StartOptions,
  browser: Browser,
): Promise<RunningBramble> {
  const serve = (port: string) =>
    spawn(
      process.execPath,
      [join(projectFolder, 'out/main/bramble.js'), 'serve', '--json', '--http', port, '--lab', labFile],
      { env: environment(home), cwd: home, stdio: ['ignore', 'pipe', 'pipe'] },
    )
  let server = serve('0')
  const address = await addressOf(server)
  let isServed = true
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(timeoutMs)
  const page = await context.newPage()
  await page.goto(address)
  return {
    page,
    async stop() {
      await context.close()
      if (isServed) await end(server)
    },
    server: {
      async stop() {
        isServed = false
        await end(server)
      },
      async start() {
        server = serve(new URL(address).port)
        isServed = true
        await addressOf(server)
      },
    },
  }
}

/** Waits for the first line of `serve --json`, which contains the address of the page once the lab has started. */
async function addressOf(server: ChildProcess): Promise<string> {
  let said = ''
  server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  if (server.stdout === null) throw new Error('the server has no output')
  for await (const line of createInterface({ input: server.stdout })) {
    said += `${line}\n`
    const ready: unknown = line.startsWith('{') ? JSON.parse(line) : null
    if (typeof ready === 'object' && ready !== null && 'http' in ready && typeof ready.http === 'string') {
      return ready.http
    }
  }
  throw new Error(`bramble serve did not start:\n${said}`)
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) throw new Error(`bramble serve ended early, with code ${server.exitCode}`)
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  const limit = setTimeout(() => server.kill('SIGKILL'), stopLimitMs)
  const [code] = await ended
  clearTimeout(limit)
  if (code !== 0) throw new Error(`bramble serve ended with code ${code} instead of 0`)
}

/** Starts the desktop app. */
export async function startInElectron(
  { home, labFile }: StartOptions,
  program: string,
): Promise<RunningBramble> {
  const app = await _electron.launch({
    executablePath: program,
    args: ['-r', join(projectFolder, 'test/e2e/hold-app.cjs'), projectFolder, '--lab', labFile],
    chromiumSandbox: !isRoot(),
    cwd: home,
    env: environment(home),
    timeout: timeoutMs,
  })
  app.context().setDefaultTimeout(timeoutMs)
  const child = app.process()
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  await app.evaluate(({ app }) => app.emit('test-attached'))
  const page = await app.firstWindow()
  return {
    page,
    app,
    async stop() {
      await app.close()
      if (child.exitCode !== 0) {
        throw new Error(`the app ended with code ${child.exitCode} instead of 0:\n${said}`)
      }
    },
  }
}
