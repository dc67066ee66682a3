import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import Database from 'libsql'
import { Failure } from '../../base/index.ts'

/**
 * Keeps a database file to one lab at a time: two would overwrite each other's settings. The lock is SQLite's own, on an
 * empty file beside the database, so that it goes when its process does, however that ends, and everybody can still read
 * the database itself.
 * @returns lets go
 * @throws {Failure} where another lab holds it
 */
export function lockDatabase(path: string): () => void {
  const place = `${path}-lock`
  // Whoever holds the lock removes the file: a lab that had opened it before would then lock a file that is nowhere.
  for (;;) {
    const file = make(place)
    // Where no file can be made, the database cannot be changed either.
    if (file === null) return () => {}
    const lock = lockFile(path, place)
    if (file === identityOf(place)) {
      return () => {
        // While it is still held, and not after: by then it may be another lab's.
        if (lock) rmSync(place, { force: true })
        lock?.close()
      }
    }
    lock?.close()
  }
}

/** @returns which file it is; null where it cannot be made */
function make(place: string): string | null {
  // Not opened where it is there: closing it would let go of a lock that this process itself holds on it (POSIX).
  const there = identityOf(place)
  if (there !== null) return there
  try {
    closeSync(openSync(place, 'wx', 0o600))
  } catch (error) {
    // Another lab was quicker, or else none can be made.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return null
  }
  return identityOf(place) ?? make(place)
}

/** Its number, and when it was made: a number is given again. */
function identityOf(place: string): string | null {
  const stats = statSync(place, { throwIfNoEntry: false, bigint: true })
  return stats ? `${stats.dev}:${stats.ino}:${stats.birthtimeNs}` : null
}

/** @returns null where it cannot be locked at all, such as a file that is nowhere any more */
function lockFile(path: string, place: string): Database.Database | null {
  let lock: Database.Database | null = null
  try {
    lock = new Database(place)
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    if (!isBusy(error)) return null
    throw new Failure('database-in-use', { path }, { cause: error })
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}
