/** The Configuration Database: its interface, and its implementation with SQLite. */
export { behindFaults } from './behind-faults.ts'
export type { Changes, ConfigurationDatabase, ConfigurationReader } from './configuration-database.ts'
export { type DatabaseContent, databaseContent, readContent, writeContent } from './database-content.ts'
export { openConfigurationDatabase } from './open-configuration-database.ts'
export type { Device, User } from './records.ts'
