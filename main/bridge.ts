import { type BrowserWindow, type IpcMainEvent, ipcMain } from 'electron'
import {
  type FolderAnswer,
  folderRequest,
  type MenuChoice,
  type MenuEntry,
  menuRequest,
  type SaveAnswer,
  saveRequest,
} from '#contract'
import type { ExportedLab } from '../server/export/index.ts'
import {
  type AcknowledgedOutlet,
  type ApiSession,
  createAcknowledgedOutlet,
  type LabProcesses,
  openApiSession,
} from '../server/faces/index.ts'
import { fromLab, fromOtherLab, received, toLab, toOtherLab } from './channels.ts'
import { isPageUrl } from './page.ts'
import { relayOtherLabs } from './relay-other-labs.ts'
import { saveExport } from './save-export.ts'

export interface Bridge {
  /** Tells the page that the user chose an entry of the menu bar. */
  chooseFromMenu(id: string): void
}

/**
 * Connects one window to the lab: carries the messages of the API, and the menu entries that the page sends. Each document in
 * the window has its own API session, which its first message opens and which closes on reload, on a crash, or with the window.
 *
 * @param starting the lab. The page loads meanwhile, and what it says waits
 */
export function bridge(
  starting: Promise<ExportedLab>,
  processes: LabProcesses,
  window: BrowserWindow,
  chooseFolder: () => Promise<boolean>,
  onMenu: (entries: readonly MenuEntry[], language: string | null) => void,
): Bridge {
  const { webContents } = window
  /** Counts the documents in the window: what one said is not answered to the next. */
  let document = 0
  let session: ApiSession | null = null
  let outlet: AcknowledgedOutlet | null = null

  const otherLabs = relayOtherLabs(processes, (face, text, number) => {
    if (!webContents.isDestroyed()) webContents.send(fromOtherLab, face, text, number)
  })

  function close(): void {
    otherLabs.close()
    document += 1
    session?.close()
    session = null
    outlet?.close()
    outlet = null
    onMenu([], null)
  }

  function open(lab: ExportedLab): ApiSession {
    outlet = createAcknowledgedOutlet((message, number) => {
      if (!webContents.isDestroyed()) webContents.send(fromLab, message, number)
    })
    return openApiSession(lab.api, outlet)
  }

  /** Sends the page a message of the shell. */
  function tell(message: MenuChoice | SaveAnswer | FolderAnswer): void {
    if (!webContents.isDestroyed()) webContents.send(fromLab, message)
  }

  function acknowledge(event: IpcMainEvent, number: unknown): void {
    if (isFromPage(event, window) && typeof number === 'number') outlet?.acknowledge(number)
  }

  function receiveForOther(event: IpcMainEvent, request: unknown): void {
    if (isFromPage(event, window)) otherLabs.receive(request)
  }

  function receive(event: IpcMainEvent, message: unknown): void {
    if (!isFromPage(event, window)) return
    const menu = menuRequest.safeParse(message)
    if (menu.success) {
      onMenu(menu.data.entries, menu.data.language)
      return
    }
    if (folderRequest.safeParse(message).success) {
      void chooseFolder().then((isOther) => tell({ type: 'folder-chosen', isOther }))
      return
    }
    const sender = document
    // Where the lab does not start, the app ends and says why.
    void starting.then(
      (lab) => {
        if (document === sender) hand(lab, message)
      },
      () => {},
    )
  }

  function hand(lab: ExportedLab, message: unknown): void {
    const save = saveRequest.safeParse(message)
    if (save.success) {
      void saveExport(lab, window, save.data).then((answer) => tell(answer))
      return
    }
    session ??= open(lab)
    session.receive(message)
  }

  ipcMain.on(toLab, receive)
  ipcMain.on(received, acknowledge)
  ipcMain.on(toOtherLab, receiveForOther)
  webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) close()
  })
  webContents.on('render-process-gone', close)
  window.on('closed', () => {
    ipcMain.off(toLab, receive)
    ipcMain.off(received, acknowledge)
    ipcMain.off(toOtherLab, receiveForOther)
    close()
  })

  return {
    chooseFromMenu(id) {
      tell({ type: 'menu-choice', id })
    },
  }
}

/** Messages are accepted only from the window's top frame, and only while it shows the app's page. */
function isFromPage(event: IpcMainEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || event.sender !== window.webContents) return false
  const frame = event.senderFrame
  return frame !== null && frame === window.webContents.mainFrame && isPageUrl(frame.url)
}
