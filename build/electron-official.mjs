import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, projectFolder, sizeOfFolder } from './folders.mjs'
import { progress } from './say.mjs'

export const officialFolder = join(projectFolder, 'node_modules/electron')

/** A download that brings nothing for this long is given up: a firewall that swallows packets never answers. */
const stallMs = Number(process.env.BRAMBLE_DOWNLOAD_STALL_MS ?? 30_000)

/**
 * Runs the official package's own install script. It downloads into the temp folder and says little, so it gets a temp
 * folder of its own, whose growth tells how far it is, and whether it still moves.
 *
 * @returns why it failed, in a few words; undefined when it did not
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
    const tell = progress('downloading Electron')
    const timer = setInterval(async () => {
      const now = await sizeOfFolder(folder)
      if (now !== size) movedAt = Date.now()
      size = now
      tell(size)
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
 * Of an error with its stack: the message of the innermost cause.
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
