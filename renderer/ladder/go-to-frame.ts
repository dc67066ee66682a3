import { show, useInterface } from '../store/interface.ts'
import { fillWindow, foldPane, isFolded } from '../store/panes.ts'
import { usePreferences } from '../store/preferences.ts'

/** Whether the ladder filled the window before it gave way to an open frame. */
let wasFull = false

/** Opens a frame where everybody sees it: Traffic is unfolded, and a ladder that fills the window gives way until the frame is closed. */
export function goToFrame(number: number): void {
  if (usePreferences.getState().fullPane === 'ladder') {
    wasFull = true
    fillWindow(null)
  }
  if (isFolded('traffic')) foldPane('traffic', false)
  show({ openFrame: number })
}

useInterface.subscribe(({ openFrame }, before) => {
  if (openFrame !== null || before.openFrame === null || !wasFull) return
  wasFull = false
  if (usePreferences.getState().fullPane === null) fillWindow('ladder')
})
