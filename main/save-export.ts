import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { app, type BrowserWindow, dialog } from 'electron'
import type { ExportRequest, SaveAnswer } from '#contract'
import { describeFailure, Failure } from '../server/base/index.ts'
import { type ExportedLab, openExport } from '../server/export/index.ts'
import { failureFields } from '../server/faces/index.ts'
import { openInWireshark } from './open-in-wireshark.ts'

/** Asks where an export should go, and writes it there. An old file is replaced once the new one is complete. */
export async function saveExport(
  lab: ExportedLab,
  window: BrowserWindow,
  { id, opensInWireshark, request }: { id: number; opensInWireshark: boolean; request: ExportRequest },
): Promise<SaveAnswer> {
  try {
    const made = await openExport(lab, request)
    if (opensInWireshark) {
      await openInWireshark(made)
      return { type: 'export-saved', id, path: null }
    }
    const ending = extname(made.name).slice(1)
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: join(app.getPath('downloads'), made.name),
      filters: [{ name: ending, extensions: [ending] }],
    })
    if (canceled || filePath === '') return { type: 'export-saved', id, path: null }
    await write(filePath, made.content)
    return { type: 'export-saved', id, path: filePath }
  } catch (thrown) {
    return { type: 'export-failed', id, ...failureFields(thrown) }
  }
}

async function write(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const partial = `${path}.part`
  try {
    // Private, since it has what people wrote and did.
    await pipeline(Readable.from(content, { objectMode: false }), createWriteStream(partial, { mode: 0o600 }))
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => {})
    if (cause instanceof Failure) throw cause
    throw new Failure(
      'export-not-written',
      { file: basename(path), cause: describeFailure(cause) },
      { cause },
    )
  }
}
