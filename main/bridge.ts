import { type BrowserWindow, type IpcMainEvent, ipcMain } from 'electron'
import type { LabApi } from '#contract'
import { openSession, type Session } from '../server/faces/index.ts'
import { fromLab, toLab } from './channels.ts'
import { isPageUrl } from './page.ts'

/**
 * Carries the API between the lab and one window. Each document in the window has a session of its own, opened by its first
 * message and closed when the document goes: by reload, crash, or with the window.
 */
export function bridge(api: LabApi, window: BrowserWindow): void {
  const { webContents } = window
  let session: Session | null = null

  function close(): void {
    session?.close()
    session = null
  }

  function open(): Session {
    return openSession(api, (message) => {
      if (!webContents.isDestroyed()) webContents.send(fromLab, message)
    })
  }

  function receive(event: IpcMainEvent, message: unknown): void {
    if (!isFromPage(event, window)) return
    session ??= open()
    session.receive(message)
  }

  ipcMain.on(toLab, receive)
  webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) close()
  })
  webContents.on('render-process-gone', close)
  window.on('closed', () => {
    ipcMain.off(toLab, receive)
    close()
  })
}

/** Messages count only from the window's own top frame, while it shows the app's page. */
function isFromPage(event: IpcMainEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || event.sender !== window.webContents) return false
  const frame = event.senderFrame
  return frame !== null && frame === window.webContents.mainFrame && isPageUrl(frame.url)
}
