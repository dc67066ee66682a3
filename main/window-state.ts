import { readFileSync, writeFileSync } from 'node:fs'
import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

const windowState = z.object({
  x: z.int().exactOptional(),
  y: z.int().exactOptional(),
  width: z.int().min(200),
  height: z.int().min(200),
  isMaximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowState>

const firstState: WindowState = { width: 1440, height: 900, isMaximized: false }

/**
 * Reads the size of the window when it was last closed, and its place if that is still on a screen.
 * @param screens the parts of the screens that windows may cover, the main one first
 */
export function readWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  let kept: WindowState
  try {
    kept = windowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // If the file is missing or invalid, only the place of the window is lost.
    return fitted(firstState, screens[0])
  }
  const screen = screens.find((one) => showsTitleBar(kept, one))
  if (screen !== undefined) return fitted(kept, screen)
  const { x: _x, y: _y, ...withoutPlace } = kept
  return fitted(withoutPlace, screens[0])
}

/** No larger than the screen, since not every system has a window manager that sees to it. */
function fitted(state: WindowState, screen: Rectangle | undefined): WindowState {
  if (screen === undefined) return state
  return {
    ...state,
    width: Math.min(state.width, screen.width),
    height: Math.min(state.height, screen.height),
  }
}

/** Whether enough of the title bar is on the screen to drag the window by it. */
function showsTitleBar({ x, y, width }: WindowState, screen: Rectangle): boolean {
  if (x === undefined || y === undefined) return false
  const visibleWidth = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
  return visibleWidth >= 100 && y >= screen.y && y <= screen.y + screen.height - 50
}

/** Saves the window's place and size when it closes, for the next start. */
export function keepWindowState(file: string, window: BrowserWindow): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    try {
      writeFileSync(file, `${JSON.stringify(state)}\n`)
    } catch (error) {
      process.stderr.write(`The window's place cannot be kept in ${file}: ${error}\n`)
    }
  })
}
