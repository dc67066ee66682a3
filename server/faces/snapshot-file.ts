import { join } from 'node:path'

/** How the names of snapshots' files end. */
export const snapshotEnding = '.history'

/** The file of a snapshot. @param folder a person's own folder */
export function snapshotFile(folder: string, name: string): string {
  return join(folder, 'snapshots', `${name}${snapshotEnding}`)
}
