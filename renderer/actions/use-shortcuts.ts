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
      const action = actions.find(({ shortcuts }) =>
        shortcuts.some((one) => (isInApp || one.isAppOnly !== true) && matches(one, press, isTyping)),
      )
      if (action === undefined) return
      press.preventDefault()
      action.offered(context(), '')[0]?.perform()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [context])
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, select, textarea, [role=combobox]') !== null
}
