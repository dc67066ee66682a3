/**
 * `npm test`: every check there is, one after the other. All of them run, even when one fails; the last line sums them up.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './bring-up-to-date.mjs'
import { findBrowser } from './browser.mjs'
import { findElectron, hasDisplay, whyCannotStart } from './electron.mjs'
import { projectFolder } from './folders.mjs'
import { run, runNode } from './run.mjs'
import { Stop, say, seconds } from './say.mjs'
import { failed, passed, playwrightTally, sum, vitestTally, words } from './tally.mjs'

const reports = join(projectFolder, 'test-results')
/** @param {string} path */
const module = (path) => join(projectFolder, 'node_modules', path)
/** The tools' colours would only clutter what they say when it is not a terminal that listens. */
const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }

let isBuilt = false

/** @typedef {import('./tally.mjs').Tally} Tally */

/** @type {[name: string, run: () => Promise<Tally>][]} */
const suites = [
  ['type check', () => check(module('typescript/bin/tsc'), ['--build'])],
  ['lint', () => check(module('@biomejs/biome/bin/biome'), ['check', '.'])],
  ['import boundaries', () => check(join(projectFolder, 'build/check-imports.mjs'), [])],
  ['unused code', () => check(module('knip/bin/knip.js'), ['--no-progress'])],
  ['unit and integration tests', () => runVitest('unit')],
  ['witnesses', () => runVitest('witnesses')],
  ['build', buildApp],
  ['end to end, in a browser', testInBrowser],
  ['end to end, in Electron', testInElectron],
]

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

/** @type {Tally[]} */
const tallies = []
for (const [name, suite] of suites) {
  say(`\n[${tallies.length + 1}/${suites.length}] ${name}`)
  const startedAt = Date.now()
  const tally = await suite()
  tallies.push(tally)
  say(`${tally.failed > 0 ? 'FAILED' : 'ok'}: ${name}: ${words(tally)} (${seconds(startedAt)})`)
}

const total = sum(tallies)
const broken = suites.filter((_suite, index) => tallies[index]?.failed !== 0).map(([name]) => name)
if (broken.length > 0) say(`\nFailed: ${broken.join('; ')}`)
say(`\n${words(total)}`)
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
  return vitestTally(report, code)
}

async function buildApp() {
  const { code, output } = await build()
  isBuilt = code === 0
  if (!isBuilt) say(output)
  return isBuilt ? passed : failed
}

/**
 * @param {string} project
 * @param {import('./run.mjs').Run} start runs a command: as it is, or with a display around it
 * @param {Record<string, string>} [more] of its environment
 */
async function testEndToEnd(project, start, more = {}) {
  if (!isBuilt) {
    say('Not run: the build failed.')
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
  return playwrightTally(report, code)
}

async function testInBrowser() {
  try {
    // Unpacked here, once, rather than by each of the workers.
    await findBrowser()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    say(`Skipped: ${error.message}`)
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
    if (!(error instanceof Stop)) throw error
    return withoutElectron(error.message)
  }
  const obstacle = await whyCannotStart(program)
  if (obstacle) return withoutElectron(obstacle)
  say(`With ${program}`)
  return testEndToEnd('electron', withDisplay, { BRAMBLE_TEST_ELECTRON: program })
}

/**
 * Where Electron must run (continuous integration), a machine on which it does not is a failure.
 *
 * @param {string} reason
 */
async function withoutElectron(reason) {
  const isRequired = Boolean(process.env.BRAMBLE_REQUIRE_ELECTRON)
  say(`${isRequired ? 'Electron is required, but cannot start' : 'Skipped'}: ${reason}`)
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
    ['--auto-servernum', '--server-args=-screen 0 1600x1000x24', command, ...args],
    options,
  )
}
