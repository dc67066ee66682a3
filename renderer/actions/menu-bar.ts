import { useEffect } from 'react'
import type { MenuEntry } from '#contract'
import { menuBar } from '../connection/index.ts'
import { useLabStore } from '../store/lab-store.ts'
import { usePreferences } from '../store/preferences.ts'
import type { ActionContext, BoundAction } from './action.ts'
import { actions } from './registry.ts'
import { acceleratorOf } from './shortcut.ts'
import { useActionContext } from './use-action-context.ts'

/** The menu bar names counts and states of the lab; so often they may change there. */
const pauseMs = 250
/** The window is drawn first, but the menu bar does not wait longer for that. */
const longestWaitMs = 1_000

/** Fills the desktop app's menu bar with actions, and performs what is chosen there. In a browser there is none. */
export function useMenuBar(): void {
  const context = useActionContext()
  useEffect(() => {
    const bar = menuBar()
    if (bar === null) return
    let shown = ''
    let timer: ReturnType<typeof setTimeout> | undefined

    const show = () => {
      // Before it is known, there is nothing to list that could be chosen.
      if (useLabStore.getState().snapshot === null) return
      const entries = menuEntries(context())
      const written = JSON.stringify(entries)
      if (written === shown) return
      shown = written
      bar.show(entries)
    }
    const showSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        show()
      }, pauseMs)
    }

    const idle = requestIdleCallback(show, { timeout: longestWaitMs })
    const stops = [
      useLabStore.subscribe(showSoon),
      usePreferences.subscribe(showSoon),
      bar.onChoice((id) =>
        inMenu(context())
          .find(({ action }) => action.id === id)
          ?.action.perform(),
      ),
    ]
    return () => {
      cancelIdleCallback(idle)
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [context])
}

function inMenu(context: ActionContext): { menu: MenuEntry['menu']; action: BoundAction }[] {
  return actions.flatMap(({ menu, offered }) =>
    menu === undefined ? [] : offered(context, '').map((action) => ({ menu, action })),
  )
}

/** What the menu bar lists of the actions that have a place there. */
export function menuEntries(context: ActionContext): MenuEntry[] {
  return inMenu(context).map(({ menu, action: { id, label, shortcut, obstacle, isChosen } }) => ({
    id,
    menu,
    label,
    accelerator: shortcut === undefined ? null : acceleratorOf(shortcut),
    isEnabled: obstacle === null,
    isChecked: isChosen,
  }))
}
