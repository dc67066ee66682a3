/**
 * `npm run class-trial -- --seats 30`: holds a class, in which each seat has a page in a browser. All of them sit down and begin a
 * lesson, and stay; then they take it, with right and wrong answers, hints, and answers that the lesson tells, some at a time, since
 * one machine draws all their pages. One lab is ended by force meanwhile, and some pages are loaded again in the middle. Then the
 * trainer's page ends the class, and its results are compared with what each page has seen. It tells what a seat costs beside a bare
 * `serve` with a page.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Command, InvalidArgumentError } from 'commander'
import { chromium } from 'playwright'
import { browserArguments, findBrowser } from './browser.mjs'
import { projectFolder } from './folders.mjs'
import { printLine } from './print.mjs'

/** @type {{ busy: number, seats: number }} */
const { busy, seats } = new Command('npm run class-trial --')
  .description('Holds a class, in which each seat has a page in a browser, and tells what a seat costs.')
  .option('--seats <number>', 'how many seats', wholeNumber, 30)
  .option('--busy <number>', 'how many pages do something at the same time', wholeNumber, 3)
  .parse()
  .opts()
/** Only ends what hangs: a busy machine draws thirty pages slowly. */
const patienceMs = 600_000
const begunAt = performance.now()

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
  const taken = await inTurns(room.seats, (one) => sitDown(room.addresses[0], one))
  tell(`${taken.length} seats are up, each with a lesson in a lab of its own`)
  const up = await costOf(child, seats)
  // Somebody's lab ends by force: its seat goes on where it was.
  killOneLab()
  await Promise.any(taken.map(({ lessons }) => lessons.getByText('was started again').waitFor()))
  tell('a lab was ended by force, and its lesson goes on in another')
  const seen = await inTurns(taken, take)
  tell('all have finished their lessons')
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
  const one = await costOfServe()
  printLine(
    `a seat: ${up.mb.toFixed(0)} MB and ${up.cpuMs.toFixed(0)} ms of CPU until its lesson was up; a bare serve with a page: ` +
      `${one.mb.toFixed(0)} MB and ${one.cpuMs.toFixed(0)} ms; ratios ${(up.mb / one.mb).toFixed(2)} and ${(up.cpuMs / one.cpuMs).toFixed(2)}`,
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
 * @typedef {{ seat: number, page: import('playwright').Page, lessons: import('playwright').Locator }} Seated
 */

/** @param {string} text */
function tell(text) {
  printLine(`${((performance.now() - begunAt) / 1000).toFixed(0)} s: ${text}`)
}

/**
 * Does something for each, some at the same time.
 * @template T, R
 * @param {readonly T[]} all
 * @param {(one: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function inTurns(all, work) {
  /** @type {R[]} */
  const results = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < all.length; index = next++) {
      const one = all[index]
      if (one !== undefined) results[index] = await work(one)
    }
  }
  await Promise.all(Array.from({ length: busy }, worker))
  return results
}

/**
 * Resident memory and CPU of a program and its children, for each of so many.
 * @param {import('node:child_process').ChildProcess} program
 * @param {number} count
 */
async function costOf({ pid }, count) {
  const all = [Number(pid), ...childrenOf(Number(pid))]
  let [pages, ticks] = [0, 0]
  for (const one of all) {
    const statm = await readFile(`/proc/${one}/statm`, 'utf8').catch(() => '')
    const stat = await readFile(`/proc/${one}/stat`, 'utf8').catch(() => '')
    pages += Number(statm.split(' ')[1] ?? 0)
    // Behind the name: state, parent and so on; the 14th and 15th field of all are the times.
    const fields = stat.slice(stat.lastIndexOf(')')).split(' ')
    const [user, system] = fields.slice(12, 14)
    ticks += Number(user ?? 0) + Number(system ?? 0)
  }
  return { mb: (pages * 4096) / 1e6 / count, cpuMs: (ticks * 10) / count }
}

async function costOfServe() {
  const serve = spawn(
    process.execPath,
    [join(projectFolder, 'out/main/bramble.js'), 'serve', '--json', '--http', '0'],
    {
      cwd: folder,
      env: { ...process.env, BRAMBLE_HOME: join(folder, 'serve') },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const [line] = await once(createInterface({ input: serve.stdout }), 'line')
    const page = await openPage(JSON.parse(line).http)
    await page
      .getByRole('group', { name: /^Handheld / })
      .first()
      .waitFor()
    return await costOf(serve, 1)
  } finally {
    serve.kill()
    await once(serve, 'exit')
  }
}

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
 * @returns {Promise<Seated>}
 */
async function sitDown(address, { seat, code }) {
  const page = await openPage(address)
  await page.getByLabel('Seat code').fill(code)
  await page.getByLabel('Your name').fill(`Trainee ${seat}`)
  await page.getByRole('button', { name: 'Sit down' }).click()
  const lessons = page.getByRole('region', { name: 'Lessons', exact: true })
  const starts = lessons.getByRole('button', { name: /^Start: / })
  await starts.first().waitFor()
  await starts.nth(seat % (await starts.count())).click()
  await lessons.locator('.question[data-state=open]').waitFor()
  tell(`seat ${seat} is up`)
  return { seat, page, lessons }
}

/**
 * @param {Seated} seated
 * @returns {Promise<Seen>}
 */
async function take({ seat, page, lessons }) {
  const open = lessons.locator('.question[data-state=open]')
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
    await lessons.locator('.hint-list li').first().waitFor()
  }
  while ((await open.count()) > 0) {
    const done = await lessons.locator('.question[data-state=done]').count()
    if (done === 1 && seat % 5 === 2) {
      // Whoever loads the page again is where they were.
      await page.reload()
      await lessons.locator('.question[data-state=done]').first().waitFor()
    }
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
        await open.getByRole('button', { name: 'That is it' }).click()
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
  tell(`seat ${seat} has finished: ${earned} of ${most} points`)
  return { seat, earned, most, hints, mistakes }
}

function killOneLab() {
  const [first] = childrenOf(Number(child.pid))
  if (first !== undefined) process.kill(first, 'SIGKILL')
}

/** @param {number} pid */
function childrenOf(pid) {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number)
  } catch {
    // It has none.
    return []
  }
}

/** @param {string} word */
function wholeNumber(word) {
  const value = Number(word)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('It is a whole number from 1.')
}
