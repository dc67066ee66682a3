import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning } from './replace-file.ts'

/** Temporary folders of files that have passwords, such as histories that are handed over. */
const prefix = 'bramble-private-'
/** Several machines and containers may share one temporary folder, and know nothing of each other's processes. */
const machine = hostname().replace(/[^\w]/g, '_').slice(0, 32)
const nameOf = new RegExp(`^${prefix}${machine}-(\\d+)-\\w{6}$`)

export interface PrivateFolder {
  path: string
  remove(): Promise<void>
}

const kept = new Set<string>()

/** Makes a temporary folder that only its owner can read. It is removed when the process ends, if nobody has removed it before. */
export async function makePrivateFolder(): Promise<PrivateFolder> {
  const path = await mkdtemp(join(tmpdir(), `${prefix}${machine}-${process.pid}-`))
  if (kept.size === 0) process.once('exit', removeKept)
  kept.add(path)
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true })
      kept.delete(path)
      if (kept.size === 0) process.off('exit', removeKept)
    },
  }
}

/** Removes what processes have left that were killed. */
export async function removeAbandonedFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names) {
    const pid = Number(nameOf.exec(name)?.[1] ?? process.pid)
    if (pid !== process.pid && !isRunning(pid)) {
      // Somebody else's cannot be removed, and is theirs to remove.
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})
    }
  }
}

function removeKept(): void {
  for (const path of kept) rmSync(path, { recursive: true, force: true })
}
