import { ContextMenu } from '@base-ui/react/context-menu'
import type { MouseEvent, ReactNode } from 'react'
import type { HandheldView } from '#contract'
import { MenuPlace } from '../controls/menu-place.tsx'
import { evidenceKey } from '../store/evidence.ts'
import { ItemsFor } from './many-menu.tsx'

/** The drawing of a handheld, with the menu of what can be done with it: by the right button, or by the menu key. */
export function DeviceMenu({
  handheld,
  className,
  'aria-label': name,
  isSelected = false,
  tabIndex,
  onClickCapture,
  children,
}: {
  handheld: HandheldView
  className: string
  'aria-label': string
  isSelected?: boolean
  /** Where the device itself takes the focus. */
  tabIndex?: number
  onClickCapture?: (click: MouseEvent) => void
  children: ReactNode
}) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        render={<fieldset />}
        aria-label={name}
        className={className}
        data-state={handheld.state}
        data-handheld={handheld.name}
        data-evidence={evidenceKey({ kind: 'handheld', name: handheld.name })}
        data-selected={isSelected ? '' : undefined}
        {...(tabIndex === undefined ? {} : { tabIndex })}
        {...(onClickCapture === undefined ? {} : { onClickCapture })}
        onContextMenu={(event) => {
          // Text fields keep the browser's own menu, with Cut, Copy and Paste.
          if (isTextField(event.target)) event.preventBaseUIHandler()
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <MenuPlace>
          <ContextMenu.Popup className="menu-popup">
            <ItemsFor name={handheld.name} />
          </ContextMenu.Popup>
        </MenuPlace>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function isTextField(target: EventTarget): boolean {
  return target instanceof Element && target.closest('input:not([type=checkbox]), textarea') !== null
}
