import { create } from 'zustand'

/**
 * How the panes stand: in three columns, in two, or below each other in one that scrolls. Goes by the room that there is, so that
 * a small window and a page enlarged by the browser get the same.
 */
export type Arrangement = 'columns' | 'pair' | 'single'

interface WindowShape {
  /** By how much everything is drawn larger than in a window of the size that it was designed for. */
  scale: number
  arrangement: Arrangement
}

/** The size that the page is drawn for; a larger window shows more, and shows it larger. */
const designed = { width: 1_440, height: 900 }
/** The part of the additional room that goes into size; the rest goes into content. */
const intoSize = 0.85
/** So many sizes there are between one and two. */
const steps = 20

/** @param outer the window's size on the screen, which does not change when the browser enlarges the page */
export function scaleOf(outer: { width: number; height: number }): number {
  const room = Math.min(outer.width / designed.width, outer.height / designed.height)
  return Math.max(1, Math.round(room ** intoSize * steps) / steps)
}

/** @param width what the panes have to share, in pixels of the scale that they are drawn in */
export function arrangementOf(width: number): Arrangement {
  if (width >= 1_050) return 'columns'
  return width >= 830 ? 'pair' : 'single'
}

export const useWindowShape = create<WindowShape>(() => ({ scale: 1, arrangement: 'columns' }))

/** Keeps the scale and the arrangement in step with the window, for components and for style sheets. */
export function followWindow(): void {
  const { documentElement } = document
  const apply = () => {
    const scale = scaleOf({ width: window.outerWidth, height: window.outerHeight })
    const arrangement = arrangementOf(window.innerWidth / scale)
    const isSame =
      documentElement.style.getPropertyValue('--scale') === String(scale) &&
      documentElement.dataset.arrangement === arrangement
    // Writing the same again would make the browser compute every style of the page anew, at each step of a resize.
    if (isSame) return
    documentElement.style.setProperty('--scale', String(scale))
    documentElement.dataset.arrangement = arrangement
    useWindowShape.setState({ scale, arrangement })
  }
  window.addEventListener('resize', apply)
  apply()
}
