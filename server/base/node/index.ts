/** Basics that need Node: listening on a port, and replacing files atomically. */
export { type Endpoint, listen } from './listen.ts'
export { checkOpenFileLimit } from './open-files.ts'
export { makePrivateFolder, type PrivateFolder, removeAbandonedFolders } from './private-folder.ts'
export { isRunning, type OutputTarget, outputTarget, replaceFile } from './replace-file.ts'
