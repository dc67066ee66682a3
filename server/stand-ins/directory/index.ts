export { type Account, type AccountSource, accountStates } from './account.ts'
export { type Directory, type DirectoryStandInOptions, startDirectory } from './directory.ts'
