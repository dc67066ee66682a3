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
  whenShown(pane, (shown) => shown.focus())
}

/** How long a pane that is loaded may take to appear, before the focus would surprise. */
const patienceMs = 5_000

/** Calls back once the pane is in the window: it may have to be loaded first. */
function whenShown(pane: PaneName, then: (shown: HTMLElement) => void): void {
  const find = () => document.querySelector<HTMLElement>(`[data-pane=${pane}]`)
  const shown = find()
  if (shown !== null) return then(shown)
  const observer = new MutationObserver(() => {
    const appeared = find()
    if (appeared === null) return
    stop()
    then(appeared)
  })
  const timer = setTimeout(() => stop(), patienceMs)
  const stop = () => {
    clearTimeout(timer)
    observer.disconnect()
  }
  observer.observe(document.body, { childList: true, subtree: true })
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
