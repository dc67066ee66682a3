import { type PaneName, panes, prefer, usePreferences } from './preferences.ts'

/** Whether only the title of a pane is shown, at the bottom of the window. */
export function isFolded(pane: PaneName): boolean {
  const { foldedPanes, fullPane } = usePreferences.getState()
  return fullPane !== pane && foldedPanes.includes(pane)
}

/**
 * Folds a pane away, or shows it again. The last one stays: an empty window would help nobody.
 * @returns whether it could be done
 */
export function foldPane(pane: PaneName, isAway: boolean): boolean {
  const { foldedPanes, fullPane } = usePreferences.getState()
  const others = foldedPanes.filter((one) => one !== pane)
  if (isAway && others.length === panes.length - 1) return false
  prefer({ foldedPanes: isAway ? [...others, pane] : others, fullPane: fullPane === pane ? null : fullPane })
  return true
}

/**
 * Folds a pane away that is of no use for a while.
 * @returns shows it again, unless it was folded before or somebody has shown it meanwhile
 */
export function foldAwhile(pane: PaneName): () => void {
  if (isFolded(pane) || !foldPane(pane, true)) return () => undefined
  return () => {
    if (isFolded(pane)) foldPane(pane, false)
  }
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
  const focus = () => {
    const shown = document.querySelector<HTMLElement>(`[data-pane=${pane}]`)
    shown?.focus()
    return shown !== null
  }
  // A pane that was not shown exists only after the next painting.
  if (!focus()) requestAnimationFrame(focus)
}

/** The pane that has the focus, or in which something has it. */
export function focusedPane(): PaneName | null {
  const name = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset.pane
  return panes.find((pane) => pane === name) ?? null
}

/** The pane after the one with the focus, or before it, in the order in which they stand in the window. */
export function nextPane(direction: 1 | -1): PaneName {
  const shown = [...document.querySelectorAll<HTMLElement>('[data-pane]')].flatMap(
    ({ dataset }) => panes.find((pane) => pane === dataset.pane) ?? [],
  )
  const focused = focusedPane()
  const at = focused === null ? -1 : shown.indexOf(focused)
  return shown.at((at < 0 ? 0 : at + direction) % shown.length) ?? panes[0]
}

/** Puts the cursor into the search field of the pane with the focus, or else of the first pane that has one. */
export function focusSearch(): void {
  const focused = focusedPane()
  const fields = (within: string) => document.querySelector<HTMLInputElement>(`${within} input[type=search]`)
  const field = (focused === null ? null : fields(`[data-pane=${focused}]`)) ?? fields('[data-pane]')
  field?.focus()
  field?.select()
}
