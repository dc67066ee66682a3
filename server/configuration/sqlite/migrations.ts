import { Kysely, type Migration, Migrator, SqliteDialect, sql } from 'kysely'
import type Database from 'libsql'

/** `BRMB`: marks a file as a Bramble database. */
export const applicationId = 0x42524d42

/**
 * The migrations from each version of the tables to the next, in order. A new version is a new row at the end. Existing rows
 * must not change, since they have already been applied to files.
 */
const migrations: Record<string, Migration> = {
  '0001-tables': statements(
    `pragma application_id = ${applicationId}`,
    `create table user_account (id text primary key collate nocase, name text not null,
      sip_address text not null unique, may_use_client integer not null) strict`,
    `create table device (position integer primary key autoincrement, pin text not null unique,
      name text not null unique, model text not null, user_id text not null, cipher text not null) strict`,
    `create table transport_key (pin text not null references device (pin) on delete cascade,
      generation integer not null, material blob not null, made_at integer not null,
      primary key (pin, generation)) strict`,
    'create table setting (name text primary key, value text not null) strict',
    `create table directory_account (id text primary key collate nocase, nt_hash blob not null,
      state text not null) strict`,
  ),
  '0002-addresses-of-accounts': statements('alter table directory_account add column sip_address text'),
}

function statements(...texts: readonly string[]): Migration {
  return {
    async up(db) {
      for (const text of texts) await sql.raw(text).execute(db)
    },
  }
}

const names = Object.keys(migrations)

/** The current version of the tables; each file stores its version as `user_version`. */
export const schemaVersion = names.length

/**
 * Migrates a database completely or not at all: if the process is killed meanwhile, the file does not change.
 * @param from its version; 0: it is empty
 */
export async function migrate(database: Database.Database, from: number): Promise<void> {
  if (from === schemaVersion) return
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  await sql`begin immediate`.execute(db)
  try {
    // Older files were migrated before Kysely recorded migrations: only record the migrations that they already have.
    const done = names.slice(0, from).map((name) => [name, statements()] as const)
    if (done.length > 0) await run(db, Object.fromEntries(done))
    await run(db, migrations)
    await sql.raw(`pragma user_version = ${schemaVersion}`).execute(db)
    await sql`commit`.execute(db)
  } catch (error) {
    await sql`rollback`.execute(db).catch(() => {})
    throw error
  }
}

async function run(db: Kysely<unknown>, wanted: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => wanted } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}
