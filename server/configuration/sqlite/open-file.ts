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

/** The file is not one that Bramble may write to; it was left as it is. */
export class UnusableDatabase extends Failure<'unusable-database'> {
  constructor(path: string, why: string, cause?: unknown) {
    super('unusable-database', { path, cause: why }, { cause })
  }
}

/**
 * Opens a database file, or makes it. A file that is not Bramble's own, is damaged, or was written by a newer Bramble is
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

/** A disk that is full, or another program that writes to the file, is no fault of the file. */
function refusal(path: string, error: unknown): Failure {
  const failure = systemFailure(error, `the database ${path} cannot be used`)
  if (failure && failure.code !== 'damaged' && failure.code !== 'not-opened') return failure
  return new UnusableDatabase(path, describeFailure(error), error)
}

function openNew(path: string): Promise<OpenFile> {
  if (!existsSync(dirname(path))) {
    throw new Failure('no-folder', { path, folder: dirname(path) })
  }
  // Transport keys are kept here: nobody but the owner may read them, from the first byte on.
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
 * Opens a file, locks it, and brings it up to date.
 * @param versionOf looks at the file before it is locked, and throws where it may not be used
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

/** What SQLite finds wrong with the file: pages, indexes against tables, and rows against each other; null: nothing. */
function damageIn(database: Database.Database): string | null {
  const [check] = database.prepare('pragma integrity_check(1)').all()
  if (JSON.stringify(check) !== '{"integrity_check":"ok"}') return Object.values(Object(check)).join()
  const [orphan] = database.prepare('pragma foreign_key_check').all()
  return orphan === undefined ? null : 'a transport key belongs to no device'
}

/** A first start that was ended half way: what it had written is undone when the file is opened again. */
function isEmpty(database: Database.Database): boolean {
  return readNumber(database, 'page_count') === 0
}

function readNumber(database: Database.Database, pragma: string): number {
  const row: unknown = database.prepare(`pragma ${pragma}`).get()
  const value = typeof row === 'object' && row !== null ? Object.values(row)[0] : undefined
  return typeof value === 'number' ? value : 0
}
