export type { Changes } from './changes.ts'
export { ConfigurationDatabase } from './configuration-database.ts'
export type { Device, User } from './records.ts'
