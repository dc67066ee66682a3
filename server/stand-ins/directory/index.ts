export { type Account, type AccountSource, accountStates } from './account.ts'
export { type Directory, type DirectoryOptions, startDirectory } from './directory.ts'
