import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import Database from 'libsql'
import { Failure } from '../../base/index.ts'

/**
 * Locks a database file for one lab, since two labs would overwrite each other's settings. The lock is SQLite's own, on an
 * empty file beside the database. It disappears with its process, even if that is killed, and other programs can still read
 * the database.
 * @returns a function that releases the lock
 * @throws {Failure} if another lab holds the lock
 */
export function lockDatabase(path: string): () => void {
  const place = `${path}-lock`
  // The holder of the lock removes the file at its end. A lab that had opened the file before would then lock a deleted file.
  for (;;) {
    const file = make(place)
    // If no file can be created, the database cannot be changed either.
    if (file === null) return () => {}
    const lock = lockFile(path, place)
    if (file === identityOf(place)) {
      return () => {
        // Remove the file while the lock is held: afterwards it may belong to another lab.
        if (lock) rmSync(place, { force: true })
        lock?.close()
      }
    }
    lock?.close()
  }
}

/** @returns the identity of the file, or null if it cannot be created */
function make(place: string): string | null {
  // Do not open an existing file: closing it would release a lock that this process itself holds on it (POSIX).
  const there = identityOf(place)
  if (there !== null) return there
  try {
    closeSync(openSync(place, 'wx', 0o600))
  } catch (error) {
    // Either another lab has created the file first, or it cannot be created.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return null
  }
  return identityOf(place) ?? make(place)
}

/** Inode number and creation time, since inode numbers are reused. */
function identityOf(place: string): string | null {
  const stats = statSync(place, { throwIfNoEntry: false, bigint: true })
  return stats ? `${stats.dev}:${stats.ino}:${stats.birthtimeNs}` : null
}

/** @returns null if it cannot be locked at all, such as a deleted file */
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
