import { useEffect } from 'react'
import { show, useInterface } from '../store/interface.ts'

/** Keys that work everywhere in the window. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (press: KeyboardEvent) => {
      if ((press.ctrlKey || press.metaKey) && press.key.toLowerCase() === 'k') {
        press.preventDefault()
        show({ isPaletteOpen: !useInterface.getState().isPaletteOpen })
      }
      if (press.key === 'F1') {
        press.preventDefault()
        show({ isHelpOpen: true })
      }
      if (press.key === '?' && !isTyping(press.target)) show({ isHelpOpen: true })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, select, textarea, [role=combobox]') !== null
}
