export type { Changes } from './changes.ts'
export { ConfigurationDatabase } from './configuration-database.ts'
export type { Device, DirectoryAccount, TransportKey, User } from './records.ts'
