export {
  ConfigurationDatabase,
  type Device,
  type DirectoryAccount,
  type TransportKey,
  type User,
} from './configuration-database.ts'
