import { ContextMenu } from '@base-ui/react/context-menu'
import { type ReactNode, useState } from 'react'
import type { FrameView } from '#contract'
import {
  bind,
  compareFrame,
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
  const [frame, setFrame] = useState<FrameView | null>(null)
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className="ladder-body"
        onContextMenu={(event) => {
          const target = event.target instanceof Element ? event.target : null
          const row = target?.closest<HTMLElement>('[role=option]')?.dataset.row
          const isInList = target?.closest('[role=listbox]') !== null
          const chosen = isInList ? frameAt(row) : null
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
