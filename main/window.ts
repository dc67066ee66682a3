import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import { isPageUrl, pageUrl } from './page.ts'
import { keepWindowState, readWindowState } from './window-state.ts'

/** Creates the app's window, which shows itself once the page has something to show. */
export function createWindow(homeFolder: string): BrowserWindow {
  const stateFile = join(homeFolder, 'window.json')
  const { isMaximized, ...bounds } = readWindowState(
    stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Bramble',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  keepWindowState(stateFile, window)
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize()
    window.show()
  })
  return window
}

export async function showPage(window: BrowserWindow): Promise<void> {
  let isClosing = false
  window.once('close', () => {
    isClosing = true
  })
  try {
    await window.loadURL(pageUrl)
  } catch (thrown) {
    // Closing the window while it loads is no failure. And a page that tries to leave before it has
    // finished loading is stopped, which Electron reports here, with the address that it did not get to.
    if (!isClosing && !isAboutAnotherPage(thrown)) throw thrown
  }
}

function isAboutAnotherPage(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'url' in thrown && typeof thrown.url === 'string' && !isPageUrl(thrown.url)
  )
}
