import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { keyedLists } from '#contract'
import { showLarge, usePerform } from '../actions/index.ts'
import { useLabStore } from '../store/lab-store.ts'
import { clearSelection, type SelectKeys, select } from '../store/selection.ts'

/** Whether keys or a click mean to add to a selection, or to extend it. */
export function selectKeysOf({
  ctrlKey,
  metaKey,
  shiftKey,
}: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>): SelectKeys {
  return { isToggle: ctrlKey || metaKey, isRange: shiftKey }
}

/**
 * The keyboard among many handhelds of which one is current: arrows move, Shift extends the selection, Space selects, Enter shows
 * the screen large, Escape selects nobody.
 * @param options.columns how many stand side by side
 * @param options.page how many rows are in sight
 * @param options.moveTo brings one into sight, and the focus to it where it takes the focus itself
 */
export function useRoving({
  names,
  columns,
  page,
  moveTo,
}: {
  names: readonly string[]
  columns: number
  page: () => number
  moveTo: (index: number) => void
}) {
  const perform = usePerform()
  const [moved, setCurrent] = useState<string | null>(null)
  const current = moved !== null && names.includes(moved) ? moved : (names[0] ?? null)

  function go(index: number, press: KeyboardEvent) {
    const to = Math.min(names.length - 1, Math.max(0, index))
    const name = names[to]
    if (name === undefined) return
    setCurrent(name)
    if (press.shiftKey) {
      if (current !== null && current !== name) select(name, names, { isToggle: false, isRange: true })
    }
    moveTo(to)
  }

  function onKeyDown(press: KeyboardEvent) {
    if (current === null || press.altKey) return
    const index = names.indexOf(current)
    const target = targetOf(press.key, { index, columns, page: page(), count: names.length })
    if (target !== null && !press.ctrlKey && !press.metaKey) {
      press.preventDefault()
      go(target, press)
    } else if (press.key === ' ') {
      press.preventDefault()
      select(current, names, { isToggle: true, isRange: press.shiftKey })
    } else if (press.key === 'Enter') {
      const { snapshot } = useLabStore.getState()
      const handheld = snapshot === null ? undefined : keyedLists.handhelds.get(snapshot.handhelds, current)
      if (handheld !== undefined) void perform(showLarge, { handheld })
    } else if (press.key === 'Escape') {
      clearSelection()
    }
  }

  return { current, setCurrent, onKeyDown }
}

/** Where a key leads; null: nowhere. */
export function targetOf(
  key: string,
  { index, columns, page, count }: { index: number; columns: number; page: number; count: number },
): number | null {
  switch (key) {
    case 'ArrowDown':
      return index + columns < count ? index + columns : index
    case 'ArrowUp':
      return index - columns >= 0 ? index - columns : index
    case 'ArrowRight':
      return columns > 1 ? Math.min(count - 1, index + 1) : null
    case 'ArrowLeft':
      return columns > 1 ? Math.max(0, index - 1) : null
    case 'PageDown':
      return Math.min(count - 1, index + page * columns)
    case 'PageUp':
      return Math.max(0, index - page * columns)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
