import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './folders.mjs'
import { runNode } from './run.mjs'
import { Stop, say, seconds } from './say.mjs'

const sources = ['main', 'renderer', 'server', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const results = [
  'out/main/index.js',
  'out/main/bramble.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
]

/** Builds the app unless what was built is newer than all it is made from. */
export async function bringUpToDate() {
  if (isUpToDate()) return
  say('Building…')
  const startedAt = Date.now()
  const { code, output } = await build()
  if (code !== 0) throw new Stop(`${output}\nThe build failed.`)
  say(`Built in ${seconds(startedAt)}.`)
}

/** Builds the app. @returns the build's exit code and what it said */
export function build() {
  return runNode(join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js'), ['build'], {
    quiet: true,
  })
}

function isUpToDate() {
  const files = results.map((file) => join(projectFolder, file))
  if (!files.every((file) => existsSync(file))) return false
  const oldestResult = Math.min(...files.map((file) => statSync(file).mtimeMs))
  return sources.every((source) => newest(join(projectFolder, source)) <= oldestResult)
}

/**
 * @param {string} path
 * @returns {number} when the newest file at or below it was changed
 */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 0
  if (!found.isDirectory()) return path.includes('.test.') ? 0 : found.mtimeMs
  const within = readdirSync(path).map((name) => newest(join(path, name)))
  // A folder's own time tells of files that were taken out of it.
  return Math.max(found.mtimeMs, ...within)
}
