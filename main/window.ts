import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import { isPageUrl, pageUrl } from './page.ts'
import { keepWindowState, readWindowState } from './window-state.ts'

/** How far a further window stands from the one beside which it was opened. */
const offset = 32

/**
 * Creates a window of the app. It stays hidden until the page has been rendered for the first time, and the lab runs.
 * @param beside the window with the focus; null: this is the first
 */
export function createWindow(
  homeFolder: string,
  beside: BrowserWindow | null,
  starting: Promise<unknown>,
): BrowserWindow {
  const stateFile = join(homeFolder, 'window.json')
  const { isMaximized, ...bounds } = readWindowState(
    stateFile,
    [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    ...(beside === null ? {} : besides(beside)),
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
  if (beside === null) keepWindowState(stateFile, window)
  window.once('ready-to-show', () => {
    // Where the lab does not start, the app ends and says why.
    void starting.then(show, () => {})
  })
  function show(): void {
    if (window.isDestroyed()) return
    if (isMaximized && beside === null) window.maximize()
    window.show()
  }
  return window
}

function besides(window: BrowserWindow): Electron.Rectangle {
  const { x, y, width, height } = window.getNormalBounds()
  return { x: x + offset, y: y + offset, width, height }
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
