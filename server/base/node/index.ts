/** Basics that need Node: sockets, and files that are replaced atomically. */
export { writeGathered, writeOut } from './gathered-writes.ts'
export { type Endpoint, listen } from './listen.ts'
export { checkOpenFileLimit } from './open-files.ts'
export { makePrivateFolder, type PrivateFolder, removeAbandonedFolders } from './private-folder.ts'
export { isRunning, type OutputTarget, outputTarget, replaceFile } from './replace-file.ts'
