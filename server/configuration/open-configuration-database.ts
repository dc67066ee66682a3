import { Failure } from '../base/index.ts'
import type { Clock } from '../clock/index.ts'
import type { ConfigurationDatabase } from './configuration-database.ts'
import { SqliteDatabase } from './sqlite/sqlite-database.ts'

/**
 * Opens the Configuration Database, and creates it if there is none. A database of an older Bramble is migrated.
 * @param location a path, `memory`, or `postgres://…`
 * @param clock stands still during each query
 * @throws {Failure} if it cannot be used; it is not changed then
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
