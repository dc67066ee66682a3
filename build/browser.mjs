/**
 * Unpacks the Chromium from the npm package `@sparticuz/chromium`, so that tests run on machines without a browser. The package
 * also contains the system libraries that Chromium needs. Each version is unpacked once, into the cache folder.
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, projectFolder } from './folders.mjs'
import { PrintableError, printLine } from './print.mjs'

const packageFolder = join(projectFolder, 'node_modules/@sparticuz/chromium')

/** The flags that the package recommends, without those that would switch off security features that the tests rely on. */
export const browserArguments = [
  '--headless=shell',
  '--no-sandbox',
  '--no-zygote',
  '--font-render-hinting=none',
  '--disable-gpu',
  '--hide-scrollbars',
]

/** @returns the path of the browser, and the environment variables that it needs */
export async function findBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PrintableError(
      `The browser that npm carries runs on Linux x64 only, not on ${process.platform} ${process.arch}.`,
    )
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  const folder = join(cacheFolder(), `chromium-${version}`)
  const program = join(folder, 'chromium')
  if (!existsSync(program)) await unpack(folder)
  return {
    program,
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  }
}

/**
 * Unpacks into a temporary folder and then renames it, so that an interrupted run leaves no incomplete browser behind.
 *
 * @param {string} folder
 */
async function unpack(folder) {
  printLine('Browser for tests: unpacking (once)…')
  await mkdir(cacheFolder(), { recursive: true })
  const work = await mkdtemp(join(cacheFolder(), 'chromium-in-work-'))
  const { inflate } = await import('@sparticuz/chromium')
  const formerTemp = process.env.TMPDIR
  // The package unpacks to fixed names in the temp folder and reuses files that already exist there.
  process.env.TMPDIR = work
  try {
    for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) {
      await inflate(join(packageFolder, 'bin', part))
    }
    await writeFile(join(work, 'fonts/fonts.conf'), fontConfiguration(join(folder, 'fonts')))
    await rename(work, folder).catch((error) => {
      // Another process has unpacked the browser meanwhile: use that one.
      if (!existsSync(join(folder, 'chromium'))) throw error
    })
  } finally {
    if (formerTemp === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = formerTemp
    await rm(work, { recursive: true, force: true })
  }
}

/**
 * A fontconfig file that lists the fonts of the package and those of the system.
 *
 * @param {string} folder
 */
function fontConfiguration(folder) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`
}
