import { test as base, chromium, expect, type Page } from 'playwright/test'
import { browserArguments, findBrowser } from '../../build/browser.mjs'
import { findElectron } from '../../build/electron.mjs'
import type { LabFileInput } from '../../server/files/index.ts'
import { type Running, type Start, startInBrowser, startInElectron } from './faces.ts'
import { labWith, temporaryFolder, writeLabFile } from './lab-file.ts'
import { patienceMs } from './patience.ts'

export interface FaceOptions {
  /** Where the page is shown. */
  face: 'browser' | 'electron'
}

interface Fixtures {
  /** What this test's lab has instead of the usual: see `labWith`. */
  lab: LabFileInput
  /** This test provokes errors in the page's console. */
  mayComplain: boolean
  /** Where this test's Bramble keeps its data; gone afterwards. */
  home: string
  /** Starts a Bramble; it is stopped after the test if the test does not. */
  start(lab: LabFileInput): Promise<Running>
  /** The page of a lab as `lab` says. */
  page: Page
}

interface WorkerFixtures extends FaceOptions {
  launch(start: Start): Promise<Running>
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  face: ['browser', { option: true, scope: 'worker' }],
  lab: [{}, { option: true }],
  mayComplain: [false, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern that nothing is needed
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
        timeout: patienceMs,
      })
      await use((start) => startInBrowser(start, browser))
      await browser.close()
    },
    { scope: 'worker' },
  ],

  start: async ({ launch, home, mayComplain }, use) => {
    const open = new Set<Running>()
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

/** An error in the console, such as something that the page's own policy refused, is a fault even where all looks well. */
function listenForComplaints(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
}

export { expect }
