export { type Account, type AccountSource, type AccountState, accountStates } from './account.ts'
export { type Directory, type DirectoryOptions, startDirectory } from './directory.ts'
