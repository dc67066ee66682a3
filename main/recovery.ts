import { type BrowserWindow, dialog } from 'electron'
import type { Words } from '#words'
import { recoveredPageUrl } from './page.ts'

/** So often a page that crashed is opened again without asking; then something is wrong that opening does not mend. */
const mostWithoutAsking = 3

/**
 * Opens the page again after its process ended, and offers that where it hangs. The lab runs in another process and goes on, so
 * the page only has to read it anew; it says what happened.
 */
export function recoverPage(
  window: BrowserWindow,
  words: () => Words['page']['app'],
  showsDialogs: boolean,
): void {
  const { webContents } = window
  let crashes = 0
  let waiting: AbortController | null = null

  webContents.on('render-process-gone', async (_event, { reason, exitCode }) => {
    waiting?.abort()
    if (reason === 'clean-exit' || window.isDestroyed()) return
    process.stderr.write(`The window's process ended (${reason}, exit code ${exitCode}); the lab goes on.\n`)
    crashes += 1
    if (crashes > mostWithoutAsking && showsDialogs && !(await wantsAgain())) {
      window.close()
      return
    }
    if (!window.isDestroyed()) await window.loadURL(recoveredPageUrl).catch(() => {})
  })

  webContents.on('unresponsive', async () => {
    if (!showsDialogs || waiting !== null) return
    waiting = new AbortController()
    const { title, text, wait, reload } = words().unresponsive
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: title,
      detail: text,
      buttons: [wait, reload],
      defaultId: 0,
      cancelId: 0,
      signal: waiting.signal,
    })
    waiting = null
    // Its end brings the page back, as after a crash.
    if (response === 1 && !window.isDestroyed()) webContents.forcefullyCrashRenderer()
  })
  webContents.on('responsive', () => waiting?.abort())

  async function wantsAgain(): Promise<boolean> {
    const { title, text, again, quit } = words().crashedAgain
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: title,
      detail: text,
      buttons: [again, quit],
      defaultId: 0,
      cancelId: 1,
    })
    return response === 0
  }
}
