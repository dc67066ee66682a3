import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright'
import { build } from 'vite'
import { browserArguments, findBrowser } from '../../build/browser.mjs'
import type { LabApi, LabEvent, LabEventBody, Snapshot, TrafficReader } from '../../server/contract/index.ts'
import { serveWeb } from '../../server/faces/web/index.ts'
import { projectFolder } from '../command-line/build-program.ts'
import { outDir } from './processes.ts'
import type { Sample } from './row.ts'

let builtPage: Promise<string> | null = null

/** Builds the page once for all rows, with the options of the shipped build: see electron.vite.config.ts. @returns its folder */
function benchPage(): Promise<string> {
  builtPage ??= buildPage(join(outDir, 'page'))
  return builtPage
}

async function buildPage(folder: string): Promise<string> {
  await build({
    configFile: false,
    root: join(projectFolder, 'renderer'),
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: { target: 'chrome130', outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, minify: false },
  })
  return folder
}

/** @returns the reason why no browser can be started on this machine, or null */
export function missingBrowser(): string | null {
  return process.platform === 'linux' && process.arch === 'x64' ? null : 'a browser for Linux x64'
}

/** Starts the browser of the end-to-end tests. */
export async function startBrowser(): Promise<Browser> {
  const { program, env } = await findBrowser()
  return chromium.launch({ executablePath: program, args: browserArguments, env: { ...process.env, ...env } })
}

/** A lab of which only the API exists: it says what it is told to say. */
export class ScriptedLab implements LabApi {
  readonly #snapshot: Snapshot
  readonly #listeners = new Set<(event: LabEvent) => void>()
  #seq: number

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.#seq = snapshot.seq
  }

  async snapshot(): Promise<Snapshot> {
    return this.#snapshot
  }

  call(): Promise<never> {
    return Promise.reject(new Error('a scripted lab carries out no commands'))
  }

  /** There are no frames. */
  async readTraffic(): Promise<TrafficReader> {
    return {
      position: { first: 0, end: 0, isCounting: false, kept: 0, dropped: 0, last: 0 },
      rows: async (from) => ({ from, rows: [] }),
      close() {},
    }
  }

  subscribe(listener: (event: LabEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Emits an event at the machine's time. */
  emit(body: LabEventBody): void {
    this.#seq += 1
    const event: LabEvent = { ...body, seq: this.#seq, at: Date.now() }
    for (const listener of this.#listeners) listener(event)
  }
}

/** The page of a lab, shown by a browser in a process of its own. */
export class MeasuredPage {
  readonly page: Page
  readonly #devTools: CDPSession
  readonly #close: () => Promise<void>

  private constructor(page: Page, devTools: CDPSession, close: () => Promise<void>) {
    this.page = page
    this.#devTools = devTools
    this.#close = close
  }

  /** Serves the page and the API as `serve --http` does, and opens the page. */
  static async open(browser: Browser, api: LabApi): Promise<MeasuredPage> {
    const web = await serveWeb({ api, pageFolder: await benchPage(), port: 0 })
    // A context of its own gives the page a process of its own.
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const devTools = await context.newCDPSession(page)
    await devTools.send('Performance.enable')
    await page.goto(web.url)
    await page.getByRole('region', { name: 'Bench pane' }).waitFor({ timeout: 0 })
    return new MeasuredPage(page, devTools, async () => {
      await context.close()
      await web.close()
    })
  }

  /** Measures the processor time that the page's process takes while `work` runs, in milliseconds; `value` is the same. */
  async measure(work: () => Promise<void>): Promise<Sample> {
    await this.#devTools.send('HeapProfiler.collectGarbage')
    const startedAt = performance.now()
    const before = await this.#cpuMs()
    await work()
    const cpuMs = (await this.#cpuMs()) - before
    return { value: cpuMs, cpuMs, wallMs: performance.now() - startedAt }
  }

  async #cpuMs(): Promise<number> {
    const { metrics } = await this.#devTools.send('Performance.getMetrics')
    const seconds = metrics.find(({ name }) => name === 'ProcessTime')?.value
    if (seconds === undefined) throw new Error('the browser does not tell the processor time of a page')
    return seconds * 1_000
  }

  close(): Promise<void> {
    return this.#close()
  }
}
