import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../base/index.ts'

/** How the names of snapshots' files end. */
export const snapshotEnding = '.history'

/** The file of a snapshot. @param folder a person's own folder */
export function snapshotFile(folder: string, name: string): string {
  return join(folder, 'snapshots', `${name}${snapshotEnding}`)
}

/** The file of a snapshot that has been saved. @throws {Failure} `snapshot-unknown` */
export async function knownSnapshot(folder: string, name: string): Promise<string> {
  const file = snapshotFile(folder, name)
  await stat(file).catch(() => {
    throw new Failure('snapshot-unknown', { name })
  })
  return file
}
