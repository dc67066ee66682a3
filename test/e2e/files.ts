import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import type { RunningBramble } from './faces.ts'

/** Saves a file as a person would. @returns where it is */
export async function savedFile(
  { app, page }: RunningBramble,
  home: string,
  press: () => Promise<void>,
): Promise<string> {
  if (app === undefined) {
    const downloading = page.waitForEvent('download')
    await press()
    return (await downloading).path()
  }
  const path = join(home, 'saved')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
  await press()
  await expect(page.getByText('The export was saved')).toBeVisible()
  return path
}

/** Drops a file on the window. */
export async function dropFile(page: Page, path: string, name: string): Promise<void> {
  const content = (await readFile(path)).toString('base64')
  await page.evaluate(
    ({ base64, fileName }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], fileName))
      for (const type of ['dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
      }
    },
    { base64: content, fileName: name },
  )
}
