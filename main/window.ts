import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import { isPageUrl, pageUrl } from './page.ts'
import { keepWindowState, readWindowState } from './window-state.ts'

/** Creates the app's window. It stays hidden until the page has been rendered for the first time. */
export function createWindow(homeFolder: string): BrowserWindow {
  const stateFile = join(homeFolder, 'window.json')
  const { isMaximized, ...bounds } = readWindowState(
    stateFile,
    [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea),
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
    // Two rejections are no failures: the window was closed while the page loaded, or the page tried to navigate away while it
    // loaded. Electron reports the second one here, with the address of the navigation that lockDown() refused.
    if (!isClosing && !isAboutAnotherPage(thrown)) throw thrown
  }
}

function isAboutAnotherPage(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'url' in thrown && typeof thrown.url === 'string' && !isPageUrl(thrown.url)
  )
}
