import { Failure } from '../base/index.ts'
import type { Clock } from '../clock/index.ts'
import type { ConfigurationDatabase } from './configuration-database.ts'
import { SqliteDatabase } from './sqlite/sqlite-database.ts'

/**
 * Opens the Configuration Database, and makes it where there is none. One of an older Bramble is brought up to date.
 * @param location a path, `memory`, or `postgres://…`
 * @param clock lab time stands still until a query is answered
 * @throws {Failure} where it cannot be used; it is then left as it was
 */
export async function openConfigurationDatabase(
  location: string,
  clock: Clock,
): Promise<ConfigurationDatabase> {
  if (/^postgres(ql)?:/.test(location)) {
    throw new Failure('not-supported-yet', {})
  }
  return SqliteDatabase.open(location, clock)
}
