import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cliFile, projectFolder } from './folders.mjs'
import { PrintableError, printLine, seconds } from './print.mjs'
import { runNode } from './run.mjs'
import { writeCodeCache } from './write-code-cache.mjs'

const sources = ['main', 'renderer', 'server', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const results = [
  'out/main/index.js',
  'out/main/bramble.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
]

/** Builds the app unless every file in `out/` is newer than all source files. */
export async function bringUpToDate() {
  if (isUpToDate()) return
  printLine('Building…')
  const startedAt = Date.now()
  const { code, output } = await build()
  if (code !== 0) throw new PrintableError(`${output}\nThe build failed.`)
  printLine(`Built in ${seconds(startedAt)}.`)
}

/**
 * Builds the app and its code cache.
 *
 * @returns the build's exit code and, when quiet, output
 */
export async function build({ quiet = true } = {}) {
  const electronVite = join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js')
  const built = await runNode(electronVite, ['build'], { quiet })
  if (built.code === 0) await writeCodeCache(cliFile, projectFolder)
  return built
}

function isUpToDate() {
  const files = results.map((file) => join(projectFolder, file))
  if (!files.every((file) => existsSync(file))) return false
  const oldestResult = Math.min(...files.map((file) => statSync(file).mtimeMs))
  return sources.every((source) => newest(join(projectFolder, source)) <= oldestResult)
}

/**
 * @param {string} path
 * @returns {number} modification time, in ms, of the newest file or folder at this path or below it
 */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 0
  if (!found.isDirectory()) return path.includes('.test.') ? 0 : found.mtimeMs
  const within = readdirSync(path).map((name) => newest(join(path, name)))
  // The modification time of the folder itself changes when a file is removed from it.
  return Math.max(found.mtimeMs, ...within)
}
