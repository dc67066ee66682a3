/**
 * `npm start`: builds the app if it is out of date and opens it. Where no window can open, serves the same page to a browser on
 * this machine. Arguments are passed on to the app: `npm start -- --lab FILE`.
 */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { bringUpToDate } from './bring-up-to-date.mjs'
import { electronArguments, findElectron, hasDisplay, isRoot, whyCannotStart } from './electron.mjs'
import { cliFile, homeFolder, projectFolder } from './folders.mjs'
import { PrintableError, printLine } from './print.mjs'
import { runInForeground } from './run.mjs'

/** The arguments for the app. The path of the lab file is made absolute, since the app runs in another folder. */
const passedOn = process.argv.slice(2).map((word, index, words) => {
  if (words[index - 1] === '--lab') return resolve(word)
  return word.startsWith('--lab=') ? `--lab=${resolve(word.slice('--lab='.length))}` : word
})

try {
  await bringUpToDate()
  process.exitCode = await start()
} catch (error) {
  if (!(error instanceof PrintableError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

async function start() {
  if (!hasDisplay()) {
    printLine(
      'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): serving the page to a browser instead.',
    )
    return servePage()
  }
  /** @type {string | undefined} */
  let program
  /** @type {string | null} */
  let obstacle
  try {
    program = await findElectron()
    obstacle = await whyCannotStart(program)
  } catch (error) {
    if (!(error instanceof PrintableError)) throw error
    obstacle = error.message
  }
  if (program === undefined || obstacle !== null) {
    printLine(`No window can open here: ${obstacle}`)
    printLine('Serving the page to a browser instead.')
    return servePage()
  }
  if (isRoot()) printLine('Running as root: Electron’s sandbox refuses that, so it is off (--no-sandbox).')
  return runInForeground(program, [...electronArguments(), projectFolder, ...passedOn], {
    // The build cannot run Electron, so the first run adds what Electron has compiled.
    env: { ...process.env, BRAMBLE_CODE_CACHE: 'write' },
  })
}

function servePage() {
  // `serve` keeps its database in the current folder by default: run it in the folder that the desktop app uses.
  const home = homeFolder()
  mkdirSync(home, { recursive: true, mode: 0o700 })
  return runInForeground(process.execPath, [cliFile, 'serve', ...passedOn], {
    cwd: home,
    env: { ...process.env, BRAMBLE_HOME: home },
  })
}
