import { rmSync } from 'node:fs'
import Database from 'libsql'
import { Failure } from '../lab/failure.ts'

/**
 * Keeps a database file to one lab at a time: two would overwrite each other's settings. The lock is SQLite's own, on an
 * empty file beside the database, so that it goes when its process does, however that ends, and everybody can still read
 * the database itself.
 * @returns lets go
 * @throws {Failure} where another lab holds it
 */
export function lockDatabase(path: string): () => void {
  const place = `${path}-lock`
  let lock: Database.Database
  try {
    lock = new Database(place)
    lock.exec('begin exclusive')
  } catch (error) {
    if (isBusy(error)) {
      throw new Failure('database-in-use', `${path} is in use by another Bramble`, {
        remedy: 'End the other one, or name another file (database: in the lab file).',
        cause: error,
      })
    }
    // Where no file can be made, the database cannot be changed either.
    return () => {}
  }
  return () => {
    lock.close()
    rmSync(place, { force: true })
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}
