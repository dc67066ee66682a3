import { ContextMenu } from '@base-ui/react/context-menu'
import { type ReactNode, useState } from 'react'
import type { FrameView } from '#contract'
import {
  bind,
  compareFrame,
  editMark,
  follow,
  followedOf,
  MenuItem,
  MenuSeparator,
  NoteItem,
  openFrame,
  removeMark,
  Submenu,
  useActionContext,
} from '../actions/index.ts'
import { useTraffic } from '../store/traffic.ts'
import { useWords } from '../words/words.ts'
import { FrameCopyItems } from './copy-menu.tsx'

/** The rows of the traffic, with the menu of what can be done with a frame: by the right button, or by the menu key. */
export function FrameMenu({ children }: { children: ReactNode }) {
  const [frame, setFrame] = useState<FrameView | null>(null)
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className="frames"
        onContextMenu={(event) => {
          const chosen = frameAt(event.target)
          setFrame(chosen)
          if (chosen === null) event.preventBaseUIHandler()
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="above-dialogs">
          <ContextMenu.Popup className="menu-popup">
            {frame !== null && <Items frame={frame} />}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** The frame of the row at an element. */
function frameAt(target: EventTarget): FrameView | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-number]') : null
  const number = Number(row?.dataset.number)
  for (const frame of useTraffic.getState().rows.values()) if (frame.number === number) return frame
  return null
}

function Items({ frame }: { frame: FrameView }) {
  const context = useActionContext()()
  const { inspector } = useWords().page
  const { number } = frame
  const followed = followedOf(frame, context.lab)
  const isMarked = context.lab?.marks.some((mark) => mark.number === number) ?? false
  return (
    <>
      <MenuItem action={bind(openFrame, { number }, context)} />
      <NoteItem item={{ kind: 'frame', number }} />
      {followed.length > 0 && <MenuSeparator />}
      {followed.map((one) => (
        <MenuItem key={one.key} action={bind(follow, one, context)} />
      ))}
      <MenuSeparator />
      <MenuItem action={bind(compareFrame, { number }, context)} />
      <MenuItem action={bind(editMark, { number }, context)} />
      {isMarked && <MenuItem action={bind(removeMark, { number }, context)} />}
      <MenuSeparator />
      <Submenu title={inspector.copy}>
        <FrameCopyItems frame={frame} />
      </Submenu>
    </>
  )
}
