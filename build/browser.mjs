/**
 * The Chromium that npm carries, for tests on machines without any system package: it brings along even the libraries that
 * a bare system lacks. It inflates into a folder of the cache, once for each version.
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, projectFolder } from './folders.mjs'
import { Stop, say } from './say.mjs'

const packageFolder = join(projectFolder, 'node_modules/@sparticuz/chromium')

/** Of the flags that the package recommends, those that a test browser needs; none that weakens what is being tested. */
export const browserArguments = [
  '--headless=shell',
  '--no-sandbox',
  '--no-zygote',
  '--font-render-hinting=none',
  '--disable-gpu',
  '--hide-scrollbars',
]

/** @returns the program, and the environment that it needs */
export async function findBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(
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
 * Unpacks beside the folder and moves the whole into place: an interruption leaves nothing half done.
 *
 * @param {string} folder
 */
async function unpack(folder) {
  say('Browser for tests: unpacking (once)…')
  await mkdir(cacheFolder(), { recursive: true })
  const work = await mkdtemp(join(cacheFolder(), 'chromium-in-work-'))
  const { inflate } = await import('@sparticuz/chromium')
  const formerTemp = process.env.TMPDIR
  // The package inflates to fixed names in the temp folder, and takes whatever it finds there.
  process.env.TMPDIR = work
  try {
    for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) {
      await inflate(join(packageFolder, 'bin', part))
    }
    await writeFile(join(work, 'fonts/fonts.conf'), fontConfiguration(join(folder, 'fonts')))
    await rename(work, folder).catch((error) => {
      // Another run was faster: its result is as good.
      if (!existsSync(join(folder, 'chromium'))) throw error
    })
  } finally {
    if (formerTemp === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = formerTemp
    await rm(work, { recursive: true, force: true })
  }
}

/**
 * The fonts carried along, found where they are, and the system's if it has any.
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
