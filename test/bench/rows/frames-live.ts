import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright'
import { z } from 'zod'
import { createRealClock, delay } from '../../../server/clock/index.ts'
import { projectFolder } from '../../command-line/build-program.ts'
import { benchScript, startNode } from '../processes.ts'
import type { Row, Sample } from '../row.ts'

const pageFolder = join(projectFolder, 'out/renderer')
const framesPerSecond = 5_000
/** The length from which browsers call a task long. */
const longTaskMs = 50

/** The part of Chromium's trace that tells the tasks of threads; times in microseconds. */
const trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      ph: z.string(),
      pid: z.int(),
      tid: z.int(),
      dur: z.number().optional(),
      tdur: z.number().optional(),
      args: z.object({ name: z.unknown().optional() }).loose().optional(),
    }),
  ),
})

/** How often the page is looked at before it counts as out of date. */
const mostLooks = 50

/** Not a static import: the benchmark is bundled, and the script finds its folder by its own place. */
async function openBrowser() {
  const script = pathToFileURL(join(projectFolder, 'build/browser.mjs')).href
  const { browserArguments, findBrowser }: typeof import('../../../build/browser.mjs') = await import(
    /* @vite-ignore */ script
  )
  const { env, program } = await findBrowser()
  return chromium.launch({ executablePath: program, env: { ...process.env, ...env }, args: browserArguments })
}

/** Checks that the page is up to date: it shows one of the latest frames, or does soon, since it may have no row while it draws. */
async function checkPage(page: Page, seconds: number): Promise<void> {
  const table = page.getByRole('table', { name: 'Traffic' })
  for (let looks = 1; ; looks += 1) {
    const rows = Number(await table.getAttribute('aria-rowcount'))
    const last = await table.getByRole('row').last().getAttribute('aria-rowindex')
    if (rows >= (seconds * framesPerSecond) / 2 && Number(last) >= rows - framesPerSecond) return
    if (looks === mostLooks) throw new Error(`the page shows row ${last} of ${rows}`)
    await delay(createRealClock(), 100)
  }
}

/** @returns the longest task of the page's main thread, in milliseconds of its processor time */
async function longestTask(seconds: number, script: string): Promise<Sample> {
  const lab = await startNode([script, pageFolder, String(framesPerSecond)])
  const browser = await openBrowser()
  const clock = createRealClock()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
    await page.goto(lab.line)
    await page.getByRole('table', { name: 'Traffic' }).getByRole('row').nth(5).waitFor()
    // The first tasks, which load and compile the page, are not about frames.
    await delay(clock, Math.min(2, seconds) * 1_000)
    await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'toplevel'] })
    await delay(clock, seconds * 1_000)
    const { traceEvents } = trace.parse(JSON.parse((await browser.stopTracing()).toString()))
    await checkPage(page, seconds)
    const mainThreads = new Set(
      traceEvents
        .filter(({ args, name }) => name === 'thread_name' && args?.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    )
    const tasks = traceEvents.filter(
      ({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mainThreads.has(`${pid} ${tid}`),
    )
    if (tasks.length < seconds) throw new Error('the trace has no tasks of the page')
    // Processor time: other programs that interrupt the page's thread do not count. Some virtual machines count it in steps of
    // 10 ms, so that a short task may seem longer than the time that has passed.
    const lengths = tasks.map(({ dur = 0, tdur = dur }) => Math.min(dur, tdur) / 1_000)
    return {
      value: lengths.reduce((longest, one) => Math.max(longest, one), 0),
      cpuMs: lengths.reduce((sum, one) => sum + one, 0),
      wallMs: seconds * 1_000,
    }
  } finally {
    await browser.close()
    await lab.stop()
  }
}

export const framesLive: Row = {
  name: 'frames-live',
  what: 'longest task of the page while 5,000 frames a second arrive for 30 s / 50 ms, from which browsers call a task long',
  unit: 'ms of CPU',
  goal: { atMost: 1 },
  rounds: 3,
  missing() {
    if (!existsSync(join(pageFolder, 'index.html'))) return 'the built page (npm run build)'
    return process.platform === 'linux' && process.arch === 'x64' ? null : 'a browser for Linux x64'
  },
  async open(isSmall) {
    const script = await benchScript('steady-frames')
    const seconds = isSmall ? 1 : 30
    return {
      ours: () => longestTask(seconds, script),
      theirs: async () => ({ value: longTaskMs, cpuMs: longTaskMs, wallMs: longTaskMs }),
    }
  },
}
