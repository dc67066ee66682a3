export type { Device, User } from './records.ts'
export type { Changes } from './sqlite/queued-changes.ts'
export { ConfigurationDatabase } from './sqlite/sqlite-database.ts'
