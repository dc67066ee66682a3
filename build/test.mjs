/**
 * `npm test`: runs all checks and tests one after the other, also when one of them fails. The last line sums up the results.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './bring-up-to-date.mjs'
import { findBrowser } from './browser.mjs'
import { findElectron, hasDisplay, whyCannotStart } from './electron.mjs'
import { projectFolder } from './folders.mjs'
import { PrintableError, printLine, seconds } from './print.mjs'
import { run, runNode } from './run.mjs'
import {
  failed,
  passed,
  playwrightFailures,
  playwrightTally,
  sum,
  tallyText,
  vitestFailures,
  vitestTally,
} from './tally.mjs'

const reports = join(projectFolder, 'test-results')
/** @param {string} path */
const module = (path) => join(projectFolder, 'node_modules', path)
/** Switches the tools' colours off where the output does not go to a terminal. */
const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }

let isBuilt = false

/** @typedef {import('./tally.mjs').Tally} Tally */

/** @type {[name: string, run: () => Promise<Tally>][]} */
const suites = [
  ['type check', () => check(module('typescript/bin/tsc'), ['--build'])],
  ['lint', () => check(module('@biomejs/biome/bin/biome'), ['check', '.'])],
  ['import boundaries', () => check(join(projectFolder, 'build/check-imports.mjs'), [])],
  ['unused code', () => check(module('knip/bin/knip.js'), ['--no-progress'])],
  // The benchmark's test among the following takes this build.
  ['build', buildApp],
  ['unit and integration tests', () => runVitest('unit')],
  ['witnesses', () => runVitest('witnesses')],
  ['end to end, in a browser', testInBrowser],
  ['end to end, in Electron', testInElectron],
]

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

/** @type {Tally[]} */
const tallies = []
/** @type {import('./tally.mjs').Failure[]} */
const failures = []
for (const [name, suite] of suites) {
  printLine(`\n[${tallies.length + 1}/${suites.length}] ${name}`)
  const startedAt = Date.now()
  const tally = await suite()
  tallies.push(tally)
  printLine(`${tally.failed > 0 ? 'FAILED' : 'ok'}: ${name}: ${tallyText(tally)} (${seconds(startedAt)})`)
}

const total = sum(tallies)
const broken = suites.filter((_suite, index) => tallies[index]?.failed !== 0).map(([name]) => name)
// At the very end, since of a long run often only the end of the output is kept.
for (const { title, message, passedLater } of failures.slice(0, 20)) {
  printLine(`
${passedLater ? 'Passed only when repeated' : 'Failed'}: ${title}
${message}`)
}
if (broken.length > 0) printLine(`\nFailed: ${broken.join('; ')}`)
printLine(`\n${tallyText(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0

/**
 * @param {string} file
 * @param {string[]} args
 */
async function check(file, args) {
  const { code } = await runNode(file, args, { env })
  return code === 0 ? passed : failed
}

/** @param {string} project */
async function runVitest(project) {
  const report = join(reports, `${project}.json`)
  const { code } = await runNode(
    module('vitest/vitest.mjs'),
    ['run', `--project=${project}`, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { env },
  )
  failures.push(...vitestFailures(report))
  return vitestTally(report, code)
}

async function buildApp() {
  const { code, output } = await build()
  isBuilt = code === 0
  if (!isBuilt) printLine(output)
  return isBuilt ? passed : failed
}

/**
 * @param {string} project
 * @param {import('./run.mjs').Run} start runs a command, with or without a virtual display
 * @param {Record<string, string>} [more] additional environment variables
 */
async function testEndToEnd(project, start, more = {}) {
  if (!isBuilt) {
    printLine('Not run: the build failed.')
    return failed
  }
  const report = join(reports, `${project}.json`)
  const { code } = await start(
    process.execPath,
    [
      module('playwright/cli.js'),
      'test',
      '--config=test/e2e/playwright.config.ts',
      `--project=${project}`,
      '--reporter=list,json',
      `--output=${join(reports, project)}`,
    ],
    { env: { ...env, ...more, PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  )
  printFailedPages(join(reports, project))
  failures.push(...playwrightFailures(report))
  return playwrightTally(report, code)
}

/**
 * Prints what the page of each failed test showed, for machines of which nothing but the output is kept.
 *
 * @param {string} folder where Playwright has written it
 */
function printFailedPages(folder) {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const file = join(folder, name, 'error-context.md')
    if (existsSync(file)) printLine(`\n${name}:\n${readFileSync(file, 'utf8').slice(0, 8_000)}`)
  }
}

async function testInBrowser() {
  try {
    // Unpack the browser once, before the workers start, rather than in each worker.
    await findBrowser()
  } catch (error) {
    if (!(error instanceof PrintableError)) throw error
    printLine(`Skipped: ${error.message}`)
    return { passed: 0, failed: 0, skipped: await numberOfTests('browser') }
  }
  return testEndToEnd('browser', run)
}

async function testInElectron() {
  const withDisplay = hasDisplay() ? run : (await hasVirtualDisplay()) ? runWithVirtualDisplay : null
  if (!withDisplay) return withoutElectron('there is no display, and no xvfb-run to make one')
  let program
  try {
    program = await findElectron()
  } catch (error) {
    if (!(error instanceof PrintableError)) throw error
    return withoutElectron(error.message)
  }
  const obstacle = await whyCannotStart(program)
  if (obstacle) return withoutElectron(obstacle)
  printLine(`With ${program}`)
  return testEndToEnd('electron', withDisplay, { BRAMBLE_TEST_ELECTRON: program })
}

/**
 * Skips the Electron tests, or counts a failure where BRAMBLE_REQUIRE_ELECTRON is set (continuous integration).
 *
 * @param {string} reason
 */
async function withoutElectron(reason) {
  const isRequired = Boolean(process.env.BRAMBLE_REQUIRE_ELECTRON)
  printLine(`${isRequired ? 'Electron is required, but cannot start' : 'Skipped'}: ${reason}`)
  return isRequired ? failed : { passed: 0, failed: 0, skipped: await numberOfTests('electron') }
}

/** @param {string} project */
async function numberOfTests(project) {
  const { output } = await runNode(
    module('playwright/cli.js'),
    ['test', '--config=test/e2e/playwright.config.ts', `--project=${project}`, '--list'],
    { env, quiet: true },
  )
  return Number(/^Total: (\d+) tests?/m.exec(output)?.[1] ?? 1)
}

async function hasVirtualDisplay() {
  return (await run('xvfb-run', ['--help'], { quiet: true })).code === 0
}

/** @type {import('./run.mjs').Run} */
function runWithVirtualDisplay(command, args, options) {
  return run(
    'xvfb-run',
    // Without -noreset the server starts again whenever its last client leaves, and refuses the next one meanwhile.
    ['--auto-servernum', '--server-args=-screen 0 1600x1000x24 -noreset', command, ...args],
    options,
  )
}
