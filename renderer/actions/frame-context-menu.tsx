import { ContextMenu } from '@base-ui/react/context-menu'
import { type ReactNode, useState } from 'react'
import type { FrameView } from '#contract'
import { MenuPlace } from '../controls/menu-place.tsx'

/** Frames, however they are drawn, with the menu of what can be done with one: by the right button, or by the menu key. */
export function FrameContextMenu({
  className,
  frameAt,
  items,
  children,
}: {
  className: string
  /** The frame that is meant by an element; null: none, and no menu opens. */
  frameAt: (target: EventTarget) => FrameView | null
  items: (frame: FrameView) => ReactNode
  children: ReactNode
}) {
  const [frame, setFrame] = useState<FrameView | null>(null)
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className={className}
        onContextMenu={(event) => {
          const chosen = frameAt(event.target)
          setFrame(chosen)
          if (chosen === null) event.preventBaseUIHandler()
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <MenuPlace>
          <ContextMenu.Popup className="menu-popup">{frame !== null && items(frame)}</ContextMenu.Popup>
        </MenuPlace>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}
