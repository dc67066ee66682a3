import type { ReactNode } from 'react'
import type { FrameView } from '#contract'
import {
  bind,
  compareFrame,
  editMark,
  FrameContextMenu,
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

/** The rows of the traffic, with the menu of a frame. */
export function FrameMenu({ children }: { children: ReactNode }) {
  return (
    <FrameContextMenu className="frames" frameAt={frameAt} items={(frame) => <Items frame={frame} />}>
      {children}
    </FrameContextMenu>
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
