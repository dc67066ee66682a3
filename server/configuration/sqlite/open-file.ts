import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'libsql'
import { describeFailure, Failure, systemFailure } from '../../base/index.ts'
import { lockDatabase } from './database-lock.ts'
import { applicationId, migrate, schemaVersion } from './migrations.ts'

export interface OpenFile {
  database: Database.Database
  close(): void
}

/** Bramble may not write to this file. The file was not changed. */
export class UnusableDatabase extends Failure<'unusable-database'> {
  constructor(path: string, why: string, cause?: unknown) {
    super('unusable-database', { path, cause: why }, { cause })
  }
}

/**
 * Opens or creates a database file. A file of another program, of a newer Bramble or with damage is
 * refused before anything is written to it.
 * @param location a path, or `memory`
 */
export async function openDatabaseFile(location: string): Promise<OpenFile> {
  if (location === 'memory') {
    const database = new Database(':memory:')
    await prepare(database, 0)
    return { database, close: () => database.close() }
  }
  const path = resolve(location)
  try {
    const isThere = existsSync(path) && statSync(path).size > 0
    return isThere ? await openExisting(path) : await openNew(path)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw refusal(path, error)
  }
}

/** A full disk, or another program that writes to the file, does not make the file unusable. */
function refusal(path: string, error: unknown): Failure {
  const failure = systemFailure(error, `the database ${path} cannot be used`)
  if (failure && failure.code !== 'damaged' && failure.code !== 'not-opened') return failure
  return new UnusableDatabase(path, describeFailure(error), error)
}

function openNew(path: string): Promise<OpenFile> {
  if (!existsSync(dirname(path))) {
    throw new Failure('no-folder', { path, folder: dirname(path) })
  }
  // The file holds transport keys, so only its owner may read it from the first byte on.
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
  return openLocked(path, () => 0)
}

function openExisting(path: string): Promise<OpenFile> {
  if (!statSync(path).isFile()) throw new UnusableDatabase(path, 'it is not a file')
  return openLocked(path, (database) => {
    const id = readNumber(database, 'application_id')
    if (id === 0 && isEmpty(database)) return 0
    if (id !== applicationId) throw new UnusableDatabase(path, 'it belongs to another program')
    const version = readNumber(database, 'user_version')
    if (version > schemaVersion) {
      throw new UnusableDatabase(
        path,
        `it was written by a newer Bramble (version ${version}, this one knows ${schemaVersion})`,
      )
    }
    const damage = damageIn(database)
    if (damage !== null) throw new UnusableDatabase(path, `it is damaged (${damage})`)
    return version
  })
}

/**
 * Opens a file, locks it, and migrates it.
 * @param versionOf reads the version before the file is locked, and throws if the file may not be used
 */
async function openLocked(
  path: string,
  versionOf: (database: Database.Database) => number,
): Promise<OpenFile> {
  const database = new Database(path)
  let unlock = () => {}
  const close = () => {
    database.close()
    unlock()
  }
  try {
    const version = versionOf(database)
    unlock = lockDatabase(path)
    await prepare(database, version)
    return { database, close }
  } catch (error) {
    close()
    throw error
  }
}

async function prepare(database: Database.Database, version: number): Promise<void> {
  await migrate(database, version)
  database.exec('pragma foreign_keys = on')
}

/** The first damage that SQLite finds: in pages, between indexes and tables, or between rows; null: none. */
function damageIn(database: Database.Database): string | null {
  const [check] = database.prepare('pragma integrity_check(1)').all()
  if (JSON.stringify(check) !== '{"integrity_check":"ok"}') return Object.values(Object(check)).join()
  const [orphan] = database.prepare('pragma foreign_key_check').all()
  return orphan === undefined ? null : 'a transport key belongs to no device'
}

/** Whether the file comes from an interrupted first start, which SQLite undoes when the file is opened again. */
function isEmpty(database: Database.Database): boolean {
  return readNumber(database, 'page_count') === 0
}

function readNumber(database: Database.Database, pragma: string): number {
  const row: unknown = database.prepare(`pragma ${pragma}`).get()
  const value = typeof row === 'object' && row !== null ? Object.values(row)[0] : undefined
  return typeof value === 'number' ? value : 0
}
