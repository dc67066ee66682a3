export type { Changes } from './changes.ts'
export {
  ConfigurationDatabase,
  type Device,
  type DirectoryAccount,
  type TransportKey,
  type User,
} from './configuration-database.ts'
