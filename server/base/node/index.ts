/** What any program needs of Node: listening on a port, files replaced in one piece. */
export { type Endpoint, listen } from './listen.ts'
export { type OutputTarget, outputTarget, replaceFile } from './replace-file.ts'
