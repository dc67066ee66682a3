/**
 * `npm run class-trial -- --seats 30`: holds a class, in which each seat has a page in a browser. Each takes a lesson, with right and
 * wrong answers, hints, and answers that the lesson tells. Then the trainer's page ends the class, and its results are compared with
 * what each page has seen. One lab is ended by force meanwhile.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { browserArguments, findBrowser } from './browser.mjs'
import { projectFolder } from './folders.mjs'
import { printLine } from './print.mjs'

const { values } = parseArgs({ options: { seats: { type: 'string', default: '30' } } })
const seats = Number(values.seats)
const patienceMs = 300_000

const folder = await mkdtemp(join(tmpdir(), 'bramble-class-trial-'))
const { program, env } = await findBrowser()
const child = spawn(
  process.execPath,
  [join(projectFolder, 'out/main/bramble.js'), '--lang', 'en', 'class', '--seats', String(seats), '--json'],
  {
    cwd: folder,
    env: { ...process.env, BRAMBLE_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
const browser = await chromium.launch({
  executablePath: program,
  args: browserArguments,
  env: { ...process.env, ...env },
})
try {
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const room = JSON.parse(line)
  const trainer = await openPage(room.trainer)
  /** @type {Promise<Seen>[]} */
  const pages = room.seats.map((/** @type {{ seat: number, code: string }} */ one) =>
    take(room.addresses[0], one),
  )
  const seen = await Promise.all(pages)
  await trainer.getByRole('button', { name: 'End the class' }).click()
  await trainer.getByRole('dialog').getByRole('button', { name: 'End the class' }).click()
  await trainer.getByText('The class has ended.').waitFor()
  const { results } = JSON.parse(await readFile(join(folder, 'class-results/class.json'), 'utf8'))
  const wrong = seen.filter((one) => {
    const row = results.find((/** @type {{ seat: number }} */ { seat }) => seat === one.seat)
    const is = /** @type {const} */ (['earned', 'most', 'hints', 'mistakes'])
    const differs = row === undefined || row.finished === null || is.some((key) => row[key] !== one[key])
    if (differs) printLine(`differs: page ${JSON.stringify(one)}, results ${JSON.stringify(row)}`)
    return differs
  })
  const sum = (/** @type {'mistakes' | 'hints'} */ key) => seen.reduce((all, one) => all + one[key], 0)
  printLine(
    `${seen.length} browsers, ${results.length} results, ${sum('mistakes')} wrong answers, ${sum('hints')} hints, ` +
      `${wrong.length} results that differ from what a page has seen`,
  )
  process.exitCode = wrong.length === 0 && results.length === seats ? 0 : 1
} finally {
  await browser.close()
  child.kill()
  if (child.exitCode === null) await once(child, 'exit')
  await rm(folder, { recursive: true })
}

/**
 * @typedef {{ seat: number, earned: number, most: number, hints: number, mistakes: number }} Seen
 */

/** @param {string} address */
async function openPage(address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/**
 * @param {string} address
 * @param {{ seat: number, code: string }} at
 * @returns {Promise<Seen>}
 */
async function take(address, { seat, code }) {
  const page = await openPage(address)
  await page.getByLabel('Seat code').fill(code)
  await page.getByLabel('Your name').fill(`Trainee ${seat}`)
  await page.getByRole('button', { name: 'Sit down' }).click()
  const lessons = page.getByRole('region', { name: 'Lessons', exact: true })
  const starts = lessons.getByRole('button', { name: /^Start: / })
  await starts.first().waitFor()
  await starts.nth(seat % (await starts.count())).click()
  const open = lessons.locator('.question[data-state=open]')
  await open.waitFor()
  const reveal = async () => {
    await open.getByRole('button', { name: 'Tell me the answer' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Tell me', exact: true }).click()
  }
  let hints = 0
  let mistakes = 0
  if (seat % 3 === 0) {
    await open
      .getByRole('button', { name: /^Show a hint/ })
      .first()
      .click()
    hints += 1
    await lessons.getByText('Hint', { exact: false }).first().waitFor()
  }
  // Somebody's lab ends by force: its seat goes on where it was.
  if (seat === 1) killOneLab()
  while ((await open.count()) > 0) {
    const done = await lessons.locator('.question[data-state=done]').count()
    const isAnswered = () => lessons.locator('.question[data-state=done]').nth(done).waitFor()
    const radios = open.getByRole('radio')
    const sentence = open.getByRole('textbox')
    if ((await radios.count()) > 0) {
      // Half of them guess, from the first to the last; the others let the lesson tell the answer.
      if (seat % 2 === 0) {
        await reveal()
        await isAnswered()
        continue
      }
      const count = await radios.count()
      for (let choice = 0; choice < count; choice += 1) {
        const verdicts = await open.locator('.choice[data-verdict=wrong]').count()
        await radios.nth(choice).check()
        await open.getByRole('button', { name: 'That is the cause' }).click()
        await Promise.race([
          isAnswered(),
          open.locator('.choice[data-verdict=wrong]').nth(verdicts).waitFor(),
        ])
        if ((await lessons.locator('.question[data-state=done]').count()) > done) break
        mistakes += 1
      }
    } else if ((await sentence.count()) > 0) {
      await sentence.fill(`We found it. Trainee ${seat}`)
      await open.getByRole('button', { name: 'Keep the sentence' }).click()
      await isAnswered()
    } else {
      await reveal()
      await isAnswered()
    }
  }
  await lessons.getByRole('button', { name: 'Finish' }).click()
  const told = await lessons.locator('.result-points').textContent()
  const [earned = Number.NaN, most = Number.NaN] = (told ?? '').match(/[\d.]+/g)?.map(Number) ?? []
  return { seat, earned, most, hints, mistakes }
}

function killOneLab() {
  const labs = execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
  process.kill(Number(labs[0]), 'SIGKILL')
}
