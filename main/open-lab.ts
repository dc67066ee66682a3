import { basename } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Words } from '#words'
import { readLabFile } from '../server/files/index.ts'
import { textOf } from './failure-report.ts'
import { withLab } from './options.ts'

/** Lets somebody choose a lab file, and starts that lab in place of the one that runs. */
export async function chooseLab(window: BrowserWindow, words: Words['page']['app']): Promise<void> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: words.openLab.choose,
    properties: ['openFile'],
    filters: [{ name: words.openLab.files, extensions: ['yaml', 'yml', 'json'] }],
  })
  const [file] = filePaths
  if (file !== undefined) await openLab(file, window, words)
}

/** Starts another lab, once somebody has agreed that the one which runs ends. A file with a mistake changes nothing. */
export async function openLab(
  file: string,
  window: BrowserWindow,
  words: Words['page']['app'],
): Promise<void> {
  try {
    await readLabFile(file)
  } catch (thrown) {
    dialog.showErrorBox(words.openLab.failed(basename(file)), textOf(thrown))
    return
  }
  const { title, text, open, cancel } = words.openLab.question(basename(file))
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: title,
    detail: text,
    buttons: [open, cancel],
    defaultId: 0,
    cancelId: 1,
  })
  if (response !== 0) return
  app.relaunch({ args: withLab(process.argv.slice(1), file) })
  app.quit()
}
