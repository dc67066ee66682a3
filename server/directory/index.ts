export { ntHash } from '../ntlm/index.ts'
export {
  createDirectoryClient,
  type DirectoryClient,
  type DirectoryTarget,
} from './client/directory-client.ts'
export { DirectoryUnavailable, type UnavailableReason } from './client/directory-unavailable.ts'
export type { Authentication } from './client/mechanisms.ts'
export { type Account, type AccountSource, type AccountState, accountStates } from './stand-in/account.ts'
export { type Directory, type DirectoryOptions, startDirectory } from './stand-in/directory.ts'
