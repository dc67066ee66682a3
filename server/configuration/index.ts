/** The Configuration Database: the port through which it is reached, and SQLite behind it. */
export { behindFaults } from './behind-faults.ts'
export type { Changes, ConfigurationDatabase, ConfigurationReader } from './configuration-database.ts'
export { openConfigurationDatabase } from './open-configuration-database.ts'
export type { Device, User } from './records.ts'
