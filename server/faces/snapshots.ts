import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../base/index.ts'
import type { LoadSnapshotHost } from '../lab/index.ts'
import { snapshotEnding as ending, knownSnapshot, snapshotFile } from './snapshot-file.ts'

/**
 * Snapshots of labs by name, each a history in a file of its own.
 * @param folder a person's own folder; null: there is none
 */
export function snapshotsIn(folder: string | null): LoadSnapshotHost {
  return async () => {
    const { saveHistory } = await import('../history/index.ts')
    const own = () => {
      if (folder === null) throw new Failure('no-snapshots', {})
      return folder
    }

    async function entryOf(name: string) {
      const { mtimeMs, size } = await stat(snapshotFile(own(), name))
      return { name, savedAt: mtimeMs, bytes: size }
    }

    return (history) => ({
      async save({ name }) {
        const path = snapshotFile(own(), name)
        await saveHistory(path, await history())
        return entryOf(name)
      },
      async list() {
        const files = await readdir(join(own(), 'snapshots')).catch(() => [])
        const names = files.flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []))
        const entries = await Promise.all(names.map((name) => entryOf(name).catch(() => null)))
        return entries.flatMap((entry) => entry ?? []).sort((one, other) => other.savedAt - one.savedAt)
      },
      async remove({ name }) {
        await rm(await knownSnapshot(own(), name))
        return null
      },
    })
  }
}
