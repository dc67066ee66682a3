import { useEffect } from 'react'
import { playOrPause, showStep, stepReplay } from '../store/replay.ts'

const keys: Readonly<Record<string, () => void>> = {
  ' ': playOrPause,
  ArrowLeft: () => stepReplay(-1),
  ArrowRight: () => stepReplay(1),
  Home: () => showStep(1),
  End: () => showStep(Number.MAX_SAFE_INTEGER),
}

/** What uses these keys itself. */
const ownKeys =
  'input, select, textarea, button, a, [contenteditable], [role=slider], [role=menu], [role=dialog], [role=combobox], .device'

/**
 * Goes through a login with space, arrows, Home and End.
 * @param within only where the focus is within this; null: anywhere in the window
 */
export function useReplayKeys(within: string | null): void {
  useEffect(() => {
    const onKeyDown = (press: KeyboardEvent) => {
      const { altKey, ctrlKey, defaultPrevented, key, metaKey, shiftKey, target } = press
      const act = keys[key]
      if (act === undefined || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return
      if (!(target instanceof Element) || target.closest(ownKeys) !== null) return
      if (within !== null && target.closest(within) === null) return
      press.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [within])
}
