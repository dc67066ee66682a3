import { ContextMenu } from '@base-ui/react/context-menu'
import type { ReactNode } from 'react'
import type { FrameView } from '#contract'
import {
  bind,
  compareFrame,
  FrameContextMenu,
  follow,
  followedOf,
  MenuItem,
  MenuSeparator,
  NoteItem,
  openFrame,
  useActionContext,
} from '../actions/index.ts'
import { show } from '../store/interface.ts'
import { type Scope, showScope } from '../store/ladder.ts'
import { useWords } from '../words/words.ts'

/** The ladder, with the menu of what can be done with an arrow: by the right button, or by the menu key for the current one. */
export function LadderMenu({
  frameAt,
  children,
}: {
  /** The frame of an arrow, by the ID of its row; without one, that of the current arrow. */
  frameAt: (row: string | undefined) => FrameView | null
  children: ReactNode
}) {
  const arrowAt = (target: EventTarget) => {
    const element = target instanceof Element ? target : null
    const row = element?.closest<HTMLElement>('[role=option]')?.dataset.row
    return element?.closest('[role=listbox]') == null ? null : frameAt(row)
  }
  return (
    <FrameContextMenu className="ladder-body" frameAt={arrowAt} items={(frame) => <Items frame={frame} />}>
      {children}
    </FrameContextMenu>
  )
}

type Followed = ReturnType<typeof followedOf>[number]

function Items({ frame }: { frame: FrameView }) {
  const { ladder } = useWords().page
  const context = useActionContext()()
  const { number } = frame
  const followed = followedOf(frame, context.lab)
  return (
    <>
      <MenuItem action={bind(openFrame, { number }, context)} />
      <NoteItem item={{ kind: 'frame', number }} />
      <MenuItem action={bind(compareFrame, { number }, context)} />
      {followed.length > 0 && <MenuSeparator />}
      {followed.map((one) => (
        <ContextMenu.Item key={one.key} className="menu-item" onClick={() => showScope(scopeOf(one))}>
          {ladder.ladderOf[one.key]}
        </ContextMenu.Item>
      ))}
      {followed.length > 0 && <MenuSeparator />}
      {followed.map((one) => (
        <MenuItem key={one.key} action={bind(follow, one, context)} />
      ))}
    </>
  )
}

function scopeOf({ key, label, value }: Followed): Scope {
  switch (key) {
    case 'flow':
      show({ pinnedFlow: value })
      return { kind: 'login' }
    case 'call':
      return { kind: 'dialog', callId: value, known: [{ callId: value, label }] }
    case 'session':
      return { kind: 'session', session: value }
    case 'handheld':
      return { kind: 'device', handheld: value }
  }
}
