import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the library of field issues and demonstrations is: built, beside the program; in the source tree, in its room. */
export function libraryFolder(): string {
  const folders = ['library', '../../library'].map((folder) => join(import.meta.dirname, folder))
  return folders.find((folder) => existsSync(folder)) ?? join(import.meta.dirname, 'library')
}
