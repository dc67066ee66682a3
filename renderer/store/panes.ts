import { type PaneName, panes, prefer, usePreferences } from './preferences.ts'

/** Whether only the title of a pane is shown, at the bottom of the window. */
export function isFolded(pane: PaneName): boolean {
  const { foldedPanes, fullPane } = usePreferences.getState()
  return fullPane !== pane && foldedPanes.includes(pane)
}

/** Folds a pane away, or shows it again. The last one stays: an empty window would help nobody. */
export function foldPane(pane: PaneName, isAway: boolean): void {
  const { foldedPanes, fullPane } = usePreferences.getState()
  const others = foldedPanes.filter((one) => one !== pane)
  if (isAway && others.length === panes.length - 1) return
  prefer({ foldedPanes: isAway ? [...others, pane] : others, fullPane: fullPane === pane ? null : fullPane })
}

/** Lets a pane fill the window; null shows all panes again. */
export function fillWindow(pane: PaneName | null): void {
  prefer({ fullPane: pane })
}

/** Puts the focus on a pane. Unfolds it first, and lets it fill the window if another pane does. */
export function focusPane(pane: PaneName): void {
  const { fullPane } = usePreferences.getState()
  if (isFolded(pane)) foldPane(pane, false)
  if (fullPane !== null && fullPane !== pane) fillWindow(pane)
  // A pane that was not shown exists only after the next painting.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-pane=${pane}]`)?.focus())
}

/** The pane after the one with the focus, or before it, among those that are shown; the first where none has it. */
export function nextPane(direction: 1 | -1): PaneName {
  const { fullPane } = usePreferences.getState()
  const shown = panes.filter((pane) => (fullPane === null ? !isFolded(pane) : pane === fullPane))
  const focused = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset.pane
  const at = shown.findIndex((pane) => focused === pane.toString())
  return shown.at((at < 0 ? 0 : at + direction) % shown.length) ?? panes[0]
}
