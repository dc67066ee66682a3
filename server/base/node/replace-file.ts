import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { appendFile, open, rename } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

/** Where a path leads. `stream`: a device, a pipe, or an open file of this process such as /dev/stdout. */
export interface OutputTarget {
  path: string
  kind: 'file' | 'folder' | 'stream'
}

const openFiles = /^\/(dev\/(stdin|stdout|stderr|fd\/\d+)|proc\/(self|\d+)\/fd\/\d+)$/
/** As many as Linux follows. */
const mostLinks = 40

/** Follows links, also one to a file that is yet to be made. */
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

/** Of a folder that is not there the name as it is: writing into it will fail, and say so. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

/**
 * Writes a whole file: beside, and renamed once all of it is on the disk. However this ends, a file that was there is
 * either still there or replaced by a whole one. What cannot be replaced, such as a pipe or /dev/stdout, is written to.
 * @param mode of the new file; left out, that of the old file, or what the process's mask leaves of 0666
 */
export async function replaceFile(given: string, text: string, mode?: number): Promise<void> {
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

async function writeToStream(path: string, text: string): Promise<void> {
  // By its number: an open file that is a socket cannot be opened by its name.
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

/** Removes what a process of this machine that was killed has left beside the file; whose process still runs, stays. */
function removeLeftOvers(path: string): void {
  const start = `${basename(path)}.${thisHost()}-`
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(start)) continue
    const [, pid] = /^(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(start.length)) ?? []
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dirname(path), name), { force: true })
  }
}

/** A folder may be shared with machines whose processes cannot be seen from here. */
function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // It is there, and somebody else's.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
