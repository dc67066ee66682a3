import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, projectFolder, sizeOfFolder } from './folders.mjs'
import { progress } from './print.mjs'

export const officialFolder = join(projectFolder, 'node_modules/electron')

/** A download is aborted when no byte arrives for this long, since a firewall that drops packets never reports an error. */
const stallMs = Number(process.env.BRAMBLE_DOWNLOAD_STALL_MS ?? 30_000)

/**
 * Runs the install script of the official `electron` package. The script downloads into the temp folder without reporting
 * progress, so it gets a temp folder of its own: the growth of that folder shows the progress and whether the download stalls.
 *
 * @returns a short reason when the download failed; undefined when it succeeded
 */
export async function downloadOfficial() {
  const script = join(officialFolder, 'install.js')
  if (!existsSync(script)) return 'the electron package is not installed: run npm ci'
  const base = cacheFolder()
  await mkdir(base, { recursive: true })
  const folder = await mkdtemp(join(base, 'download-'))
  try {
    return await install(script, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} script
 * @param {string} folder
 * @returns {Promise<string | undefined>}
 */
function install(script, folder) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--no-warnings', script], {
      env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      complaint = (complaint + chunk).slice(-4_000)
    })
    let isStalled = false
    let size = 0
    let movedAt = Date.now()
    const report = progress('downloading Electron')
    const timer = setInterval(async () => {
      const now = await sizeOfFolder(folder)
      if (now !== size) movedAt = Date.now()
      size = now
      report(size)
      if (Date.now() - movedAt > stallMs) {
        isStalled = true
        child.kill('SIGKILL')
      }
    }, 1_000)
    /** @param {string} [reason] */
    const end = (reason) => {
      clearInterval(timer)
      resolve(reason)
    }
    child.on('error', (error) => end(error.message))
    child.on('close', (code) => {
      if (isStalled) end(`nothing arrived for ${Math.round(stallMs / 1000)} s`)
      else end(code === 0 ? undefined : shorten(complaint) || `exit code ${code}`)
    })
  })
}

/**
 * Reduces an error with its stack to the message of its innermost cause.
 *
 * @param {string} complaint
 */
function shorten(complaint) {
  const lines = complaint.split('\n').filter((line) => /\b\w*Error\b.*:/.test(line))
  return (lines.at(-1) ?? complaint.trim().split('\n').at(0) ?? '')
    .replace(/^\s*(\[?cause\]?:\s*)?/, '')
    .replace(/^\w*Error:\s*/, '')
    .replace(/[\s{]+$/, '')
}
