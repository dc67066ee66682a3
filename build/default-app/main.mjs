/**
 * The default application of the prepared Electron. Like that of the official Electron it runs the application that the
 * command line names (`electron [-r MODULE]… PATH …`) and answers `electron --version`; other options are not supported.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const words = process.argv.slice(1)
/** @type {string[]} */
const preloaded = []
/** @type {string | undefined} */
let path
while (words.length > 0 && path === undefined) {
  const word = words.shift() ?? ''
  if (word === '--version' || word === '-v') {
    process.stdout.write(`v${process.versions.electron}\n`)
    process.exit(0)
  }
  if (word === '-r' || word === '--require') preloaded.push(words.shift() ?? '')
  else if (!word.startsWith('-')) path = word
}

if (path === undefined) fail('usage: electron [-r MODULE]… PATH …')

const requireFromHere = createRequire(join(process.cwd(), 'here.js'))
for (const module of preloaded) requireFromHere(module)

let entry = resolve(path)
if (!existsSync(entry)) fail(`electron: ${entry} does not exist`)
if (statSync(entry).isDirectory()) {
  const folder = entry
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (description.version) app.setVersion(description.version)
  app.setName(description.productName ?? description.name ?? app.getName())
  app.setAppPath(folder)
  entry = join(folder, description.main ?? 'index.js')
}

try {
  // Electron becomes ready only after this import has finished, so the application can do what must happen before `ready`.
  await import(pathToFileURL(entry).href)
} catch (error) {
  fail(error instanceof Error ? (error.stack ?? String(error)) : String(error))
}

/**
 * @param {string} text
 * @returns {never}
 */
function fail(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
