import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's own folder. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)))

export const cliFile = join(projectFolder, 'out/main/bramble.js')

/** The folder for files that can be downloaded or made again: an Electron, a browser for tests. */
export function cacheFolder() {
  const base =
    process.platform === 'darwin'
      ? join(homedir(), 'Library/Caches')
      : process.platform === 'win32'
        ? (process.env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'))
        : absolute(process.env.XDG_CACHE_HOME) || join(homedir(), '.cache')
  return join(base, 'bramble')
}

/** The folder of a person's own lab. The desktop app uses the same one. */
export function homeFolder() {
  if (process.env.BRAMBLE_HOME) return resolve(process.env.BRAMBLE_HOME)
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/bramble')
  if (process.platform === 'win32') {
    return join(process.env.APPDATA ?? join(homedir(), 'AppData/Roaming'), 'bramble')
  }
  return join(absolute(process.env.XDG_DATA_HOME) || join(homedir(), '.local/share'), 'bramble')
}

/**
 * The XDG Base Directory specification says that relative paths are ignored.
 *
 * @param {string | undefined} path
 */
function absolute(path) {
  return path?.startsWith('/') ? path : undefined
}

/**
 * Adds up the bytes of all files below a folder. Files may grow or disappear meanwhile.
 *
 * @param {string} folder
 */
export async function sizeOfFolder(folder) {
  let total = 0
  for (const entry of await readdir(folder, { recursive: true }).catch(() => [])) {
    total += await stat(join(folder, entry)).then(
      (found) => (found.isFile() ? found.size : 0),
      () => 0,
    )
  }
  return total
}
