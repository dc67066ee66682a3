import { create } from 'zustand'

/** The handhelds that somebody has selected, to act on all of them. */
interface Selection {
  /** In the order of selecting. May have names of handhelds that were removed since. */
  names: ReadonlySet<string>
  /** Where a range begins that Shift extends. */
  anchor: string | null
  /** All that the bench shows, in order: those that match what is typed in Find. */
  shown: readonly string[]
}

const nobody: Pick<Selection, 'names' | 'anchor'> = { names: new Set(), anchor: null }

export const useSelection = create<Selection>(() => ({ ...nobody, shown: [] }))

export interface SelectKeys {
  /** Ctrl, or Command on a Mac: adds one, or takes it away. */
  isToggle: boolean
  /** Shift: all from the anchor to this one. */
  isRange: boolean
}

/**
 * Selects a handheld as lists of every desktop do.
 * @param shown all that are shown, in their order
 */
export function select(name: string, shown: readonly string[], { isToggle, isRange }: SelectKeys): void {
  useSelection.setState(({ names, anchor }) => {
    if (isRange) {
      const range = rangeOf(shown, anchor ?? name, name)
      return { names: new Set(isToggle ? [...names, ...range] : range), anchor: anchor ?? name }
    }
    if (!isToggle) return { names: new Set([name]), anchor: name }
    const next = new Set(names)
    if (!next.delete(name)) next.add(name)
    return { names: next, anchor: name }
  })
}

function rangeOf(shown: readonly string[], from: string, to: string): readonly string[] {
  const [start, end] = [shown.indexOf(from), shown.indexOf(to)].sort((one, other) => one - other)
  return start === undefined || end === undefined || start < 0 ? [to] : shown.slice(start, end + 1)
}

export function selectOnly(names: Iterable<string>): void {
  const [...all] = names
  useSelection.setState({ names: new Set(all), anchor: all[0] ?? null })
}

export function clearSelection(): void {
  if (useSelection.getState().names.size > 0) useSelection.setState(nobody)
}

/** Tells which handhelds the bench shows. */
export function tellShown(shown: readonly string[]): void {
  useSelection.setState({ shown })
}

export function useIsSelected(name: string): boolean {
  return useSelection(({ names }) => names.has(name))
}
