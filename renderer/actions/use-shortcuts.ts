import { useEffect } from 'react'
import { isInApp } from './platform.ts'
import { actions } from './registry.ts'
import { matches } from './shortcut.ts'
import { useActionContext } from './use-action-context.ts'

/** Performs actions by their keys, everywhere in the window. */
export function useShortcuts(): void {
  const context = useActionContext()
  useEffect(() => {
    const onKeyDown = (press: KeyboardEvent) => {
      const isTyping = isTextField(press.target)
      const pressed = actions
        .flatMap(({ keys }) => keys)
        .find(
          ({ shortcut }) => (isInApp || shortcut.isAppOnly !== true) && matches(shortcut, press, isTyping),
        )
      if (pressed === undefined) return
      press.preventDefault()
      void pressed.bound(context())?.perform()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [context])
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, select, textarea, [role=combobox]') !== null
}
