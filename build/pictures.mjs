/**
 * `npm run pictures`: takes the pictures of the window that README and docs show. Starts a lab of its own, plays fixed scenes in it
 * at fixed sizes, and writes docs/pictures/*.png. Lab time and ports are those of the run, all else is the same each time.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright'
import { bringUpToDate } from './bring-up-to-date.mjs'
import { browserArguments, findBrowser } from './browser.mjs'
import { cliFile, projectFolder } from './folders.mjs'
import { printLine } from './print.mjs'

const lab = `
database: memory
communicationsServer: { listen: { port: 0 } }
directory: { listen: { port: 0 } }
dispatcher: { listen: { port: 0 } }
`

/** @typedef {import('playwright').Page} Page */
/** @typedef {{ name: string, width: number, height: number, colorScheme?: 'light' | 'dark', play(page: Page): Promise<unknown> }} Scene */

/** In this order, since all are played in the same lab. @type {readonly Scene[]} */
const scenes = [
  {
    name: 'window',
    width: 1280,
    height: 800,
    async play(page) {
      await logIn(page, 'alice')
      await logIn(page, 'bob')
    },
  },
  {
    name: 'window-dark',
    width: 1280,
    height: 800,
    colorScheme: 'dark',
    play: (page) => handheld(page, 'bob').getByLabel('Coverage').selectOption('none'),
  },
  {
    name: 'frame',
    width: 1280,
    height: 800,
    async play(page) {
      await page.getByLabel('Find in traffic').fill('hop:wireless')
      await page.getByRole('table', { name: 'Traffic' }).getByRole('row').last().click()
    },
  },
  { name: 'presentation', width: 1280, height: 720, play: (page) => page.keyboard.press('F5') },
  { name: 'ladder', width: 1280, height: 800, play: (page) => fill(page, 'Ladder') },
  { name: 'small-window', width: 720, height: 480, play: () => Promise.resolve() },
]

await bringUpToDate()
const folder = mkdtempSync(join(tmpdir(), 'bramble-pictures-'))
const labFile = join(folder, 'lab.yaml')
writeFileSync(labFile, lab)
const server = spawn(process.execPath, [cliFile, 'serve', '--json', '--http', '0', '--lab', labFile], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const { program, env } = await findBrowser()
const browser = await chromium.launch({
  executablePath: program,
  args: browserArguments,
  env: { ...process.env, ...env },
})
try {
  const [line] = await once(createInterface({ input: server.stdout }), 'line')
  const { http } = JSON.parse(line)
  for (const scene of scenes) await take(scene, http)
} finally {
  await browser.close()
  server.kill()
  rmSync(folder, { recursive: true })
}

/**
 * @param {Scene} scene
 * @param {string} address
 */
async function take({ name, width, height, colorScheme = 'light', play }, address) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: 'en-US',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(address)
  await handheld(page, 'alice').waitFor()
  await play(page)
  await page.mouse.move(0, 0)
  // What was asked of the lab is drawn by then.
  await page.waitForTimeout(1_000)
  const file = `docs/pictures/${name}.png`
  await page.screenshot({ path: join(projectFolder, file) })
  printLine(file)
  await context.close()
}

/**
 * @param {Page} page
 * @param {string} name
 */
function handheld(page, name) {
  return page.getByRole('group', { name: `Handheld ${name}`, exact: true })
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function logIn(page, name) {
  const device = handheld(page, name)
  await device.getByLabel('User ID').fill(name)
  await device.getByLabel('Password').fill('Passw0rd!')
  await device.getByRole('button', { name: 'Log in' }).click()
  await device.getByRole('button', { name: 'Log out' }).waitFor()
}

/**
 * Shows a pane alone.
 * @param {Page} page
 * @param {string} pane
 */
async function fill(page, pane) {
  await page.getByRole('button', { name: `Show ${pane}`, exact: true }).click()
  await page.getByRole('button', { name: `Fill the window with ${pane}` }).click()
}
