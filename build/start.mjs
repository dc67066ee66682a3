/**
 * `npm start`: builds what is out of date and opens the desktop app; where no window can open, serves the same page to a
 * browser on this machine. Arguments are passed on: `npm start -- --lab FILE`.
 */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { bringUpToDate } from './bring-up-to-date.mjs'
import { electronArguments, findElectron, hasDisplay, isRoot, whyCannotStart } from './electron.mjs'
import { cliFile, homeFolder, projectFolder } from './folders.mjs'
import { hand } from './run.mjs'
import { Stop, say } from './say.mjs'

/** What is passed on, with the lab file's path made whole: the lab's own folder becomes the current one. */
const passedOn = process.argv.slice(2).map((word, index, words) => {
  if (words[index - 1] === '--lab') return resolve(word)
  return word.startsWith('--lab=') ? `--lab=${resolve(word.slice('--lab='.length))}` : word
})

try {
  await bringUpToDate()
  process.exitCode = await start()
} catch (error) {
  if (!(error instanceof Stop)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

async function start() {
  if (!hasDisplay()) {
    say(
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
    if (!(error instanceof Stop)) throw error
    obstacle = error.message
  }
  if (program === undefined || obstacle !== null) {
    say(`No window can open here: ${obstacle}`)
    say('Serving the page to a browser instead.')
    return servePage()
  }
  if (isRoot()) say('Running as root: Electron’s sandbox refuses that, so it is off (--no-sandbox).')
  return hand(program, [...electronArguments(), projectFolder, ...passedOn])
}

function servePage() {
  // The database's default place is the current folder: here that must be the one that the app with a window uses.
  const home = homeFolder()
  mkdirSync(home, { recursive: true, mode: 0o700 })
  return hand(process.execPath, [cliFile, 'serve', ...passedOn], {
    cwd: home,
    env: { ...process.env, BRAMBLE_HOME: home },
  })
}
