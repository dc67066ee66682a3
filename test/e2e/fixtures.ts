import { test as base, chromium, expect, type Page } from 'playwright/test'
import { browserArguments, findBrowser } from '../../build/browser.mjs'
import { findElectron } from '../../build/electron.mjs'
import type { LabFileInput } from '../../server/files/index.ts'
import { type RunningBramble, type StartOptions, startInBrowser, startInElectron } from './faces.ts'
import { labWith, temporaryFolder, writeLabFile } from './lab-file.ts'
import { timeoutMs } from './timeout.ts'

export interface FaceOptions {
  /** The program that shows the page. */
  face: 'browser' | 'electron'
}

interface Fixtures {
  /** The settings in which this test's lab differs from the default one: see `labWith`. */
  lab: LabFileInput
  /** Allows errors in the page's console, for tests that provoke them. */
  mayComplain: boolean
  /** The folder in which this test's Bramble keeps its data. It is removed after the test. */
  home: string
  /** Starts Bramble. It is stopped after the test unless the test has stopped it. */
  start(lab: LabFileInput): Promise<RunningBramble>
  /** The page of the lab that `lab` describes. */
  page: Page
}

interface WorkerFixtures extends FaceOptions {
  launch(start: StartOptions): Promise<RunningBramble>
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  face: ['browser', { option: true, scope: 'worker' }],
  lab: [{}, { option: true }],
  mayComplain: [false, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright derives from this pattern that the fixture needs no others
  home: async ({}, use) => {
    const folder = await temporaryFolder()
    await use(folder.path)
    await folder.remove()
  },

  launch: [
    async ({ face }, use) => {
      if (face === 'electron') {
        const program = process.env.BRAMBLE_TEST_ELECTRON ?? (await findElectron())
        await use((start) => startInElectron(start, program))
        return
      }
      const { program, env } = await findBrowser()
      const browser = await chromium.launch({
        executablePath: program,
        args: browserArguments,
        env: { ...process.env, ...env },
        timeout: timeoutMs,
      })
      await use((start) => startInBrowser(start, browser))
      await browser.close()
    },
    { scope: 'worker' },
  ],

  start: async ({ launch, home, mayComplain }, use) => {
    const open = new Set<RunningBramble>()
    const complaints: string[] = []
    await use(async (lab) => {
      const running = await launch({ home, labFile: await writeLabFile(home, lab) })
      if (!mayComplain) listenForComplaints(running.page, complaints)
      open.add(running)
      return {
        ...running,
        async stop() {
          open.delete(running)
          await running.stop()
        },
      }
    })
    for (const running of open) await running.stop()
    expect(complaints, 'what the page complained about').toEqual([])
  },

  page: async ({ start, lab }, use) => {
    const { page } = await start(labWith(lab))
    await use(page)
  },
})

/** Collects errors of the page's console, such as violations of its security policy. They fail the test. */
function listenForComplaints(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
}

export { expect }
