export { createDirectoryClient, type DirectoryClient, type DirectoryTarget } from './directory-client.ts'
export type { UnavailableReason } from './directory-unavailable.ts'
export type { Authentication } from './mechanisms.ts'
