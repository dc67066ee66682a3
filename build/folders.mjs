import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's own folder. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)))

export const cliFile = join(projectFolder, 'out/main/bramble.js')

/** Where things go that can be fetched or made again: an Electron, a browser for tests. */
export function cacheFolder() {
  const base =
    process.platform === 'darwin'
      ? join(homedir(), 'Library/Caches')
      : process.platform === 'win32'
        ? (process.env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'))
        : absolute(process.env.XDG_CACHE_HOME) || join(homedir(), '.cache')
  return join(base, 'bramble')
}

/** Where a person's own lab lives, with a window or without; what the app itself uses. */
export function homeFolder() {
  if (process.env.BRAMBLE_HOME) return resolve(process.env.BRAMBLE_HOME)
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/bramble')
  if (process.platform === 'win32') {
    return join(process.env.APPDATA ?? join(homedir(), 'AppData/Roaming'), 'bramble')
  }
  return join(absolute(process.env.XDG_DATA_HOME) || join(homedir(), '.local/share'), 'bramble')
}

/**
 * The XDG specification: a path that is not absolute is to be ignored.
 *
 * @param {string | undefined} path
 */
function absolute(path) {
  return path?.startsWith('/') ? path : undefined
}

/**
 * Bytes of all files below a folder, which may be growing or vanishing meanwhile.
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
