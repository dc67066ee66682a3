import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { snapshotFile } from '../snapshot-file.ts'
import { installFolder } from './install-folder.ts'

/** The file of a history: the one that is given, or else the snapshot of that name. */
export function historyPath(given: string): string {
  if (existsSync(given) || basename(given) !== given) return given
  const folder = installFolder()
  const path = folder === null ? given : snapshotFile(folder, given)
  return existsSync(path) ? path : given
}
