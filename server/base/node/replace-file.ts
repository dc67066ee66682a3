import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { appendFile, open, rename } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

/** The target of a path. `stream`: a device, a pipe, or an open file of this process such as /dev/stdout. */
export interface OutputTarget {
  path: string
  kind: 'file' | 'folder' | 'stream'
}

const openFiles = /^\/(dev\/(stdin|stdout|stderr|fd\/\d+)|proc\/(self|\d+)\/fd\/\d+)$/
/** The maximum number of links that Linux follows. */
const mostLinks = 40

/** Follows links, including a link to a file that does not exist yet. */
export function outputTarget(given: string): OutputTarget {
  let path = resolve(given)
  for (let links = 0; links < mostLinks; links += 1) {
    if (openFiles.test(path)) return { path, kind: 'stream' }
    path = join(realFolder(dirname(path)), basename(path))
    if (openFiles.test(path)) return { path, kind: 'stream' }
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (!found) return { path, kind: 'file' }
    if (found.isDirectory()) return { path, kind: 'folder' }
    if (!found.isSymbolicLink()) return { path, kind: found.isFile() ? 'file' : 'stream' }
    path = resolve(dirname(path), readlinkSync(path))
  }
  return { path, kind: 'file' }
}

/** Returns the path unchanged if its folder does not exist: writing the file then fails with a clear message. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

/**
 * Writes a file atomically: writes a temporary file beside it and renames that once all of it is on the disk. If this fails at
 * any point, the old file is still there. A target that cannot be replaced, such as a pipe or /dev/stdout, is written directly.
 * @param mode of the new file; default: the mode of the old file, or 0666 without the bits of the process's umask
 */
export async function replaceFile(given: string, text: string | Uint8Array, mode?: number): Promise<void> {
  const { path, kind } = outputTarget(given)
  if (kind === 'stream') return writeToStream(path, text)
  removeLeftOvers(path)
  const beside = `${path}.${thisHost()}-${process.pid}-${randomBytes(4).toString('hex')}.part`
  const oldMode = statSync(path, { throwIfNoEntry: false })?.mode
  try {
    const handle = await open(beside, 'wx', mode ?? 0o666)
    try {
      if (mode === undefined && oldMode !== undefined) await handle.chmod(oldMode & 0o777)
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, path)
  } catch (thrown) {
    rmSync(beside, { force: true })
    throw thrown
  }
}

async function writeToStream(path: string, text: string | Uint8Array): Promise<void> {
  // Write by file descriptor, since a socket cannot be opened by its name.
  const fd = descriptorOf(path)
  if (fd === null) return appendFile(path, text)
  const { stdout, stderr } = process
  if (fd !== 1 && fd !== 2) return void writeFileSync(fd, text)
  await new Promise<void>((resolve, reject) => {
    const stream = fd === 1 ? stdout : stderr
    stream.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

function descriptorOf(path: string): number | null {
  const standard = ['/dev/stdin', '/dev/stdout', '/dev/stderr'].indexOf(path)
  if (standard >= 0) return standard
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path) ?? []
  return number === undefined ? null : Number(number)
}

/** Removes temporary files of killed processes of this machine. Those of running processes stay. */
function removeLeftOvers(path: string): void {
  const start = `${basename(path)}.${thisHost()}-`
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(start)) continue
    const [, pid] = /^(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(start.length)) ?? []
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dirname(path), name), { force: true })
  }
}

/** Other machines may share the folder, and their processes are not visible here. */
function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // The process exists and belongs to another user.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
