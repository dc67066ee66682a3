import { ContextMenu } from '@base-ui/react/context-menu'
import { type ReactNode, useState } from 'react'
import type { FlowView, SessionView } from '#contract'
import { MenuPlace } from '../controls/menu-place.tsx'
import { evidenceAt } from '../store/evidence.ts'
import { type ActionContext, type BoundAction, bind } from './action.ts'
import { compareLogins, follow, followedFlow, followedHandheld, followedSession } from './inspect.ts'
import { MenuItem } from './menu-items.tsx'
import { evidenceActions } from './recorder.ts'
import { useActionContext } from './use-action-context.ts'

/** A menu of what can be followed, by the right button or the menu key, where there is something. */
function FollowMenu({
  className,
  entriesAt,
  children,
}: {
  className: string
  /** @param target the element that was pressed */
  entriesAt: (target: EventTarget, context: ActionContext) => readonly BoundAction[]
  children: ReactNode
}) {
  const context = useActionContext()
  const [entries, setEntries] = useState<readonly BoundAction[]>([])
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className={className}
        onContextMenu={(event) => {
          const found = entriesAt(event.target, context())
          setEntries(found)
          if (found.length === 0) event.preventBaseUIHandler()
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <MenuPlace>
          <ContextMenu.Popup className="menu-popup">
            {entries.map((action) => (
              <MenuItem key={action.id} action={action} />
            ))}
          </ContextMenu.Popup>
        </MenuPlace>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** What was pressed can be put into the notebook of a lesson, or be asserted in a scenario. */
function noteOf(target: EventTarget, context: ActionContext): BoundAction[] {
  const item = evidenceAt(target)
  return item === null ? [] : evidenceActions(item, context)
}

/** Around the steps of a login. */
export function LoginMenu({ flow, children }: { flow: FlowView | undefined; children: ReactNode }) {
  return (
    <FollowMenu
      className="follow-menu"
      entriesAt={(target, context) =>
        flow === undefined
          ? []
          : [
              ...noteOf(target, context),
              bind(follow, followedFlow(flow), context),
              bind(follow, followedHandheld(flow.handheld), context),
              bind(compareLogins, { left: flow.id, right: null }, context),
            ]
      }
    >
      {children}
    </FollowMenu>
  )
}

/** Around a table of which each row has the session's ID in `data-session`. */
export function SessionMenu({
  sessions,
  children,
}: {
  sessions: readonly SessionView[]
  children: ReactNode
}) {
  return (
    <FollowMenu
      className="follow-menu"
      entriesAt={(target, context) => {
        const row = target instanceof Element ? target.closest<HTMLElement>('[data-session]') : null
        const session = sessions.find(({ id }) => id === row?.dataset.session)
        // A session that has ended can be noted, and nothing else.
        if (session === undefined) return noteOf(target, context)
        const followed = [followedSession(session), followedHandheld(session.handheld)]
        return [...noteOf(target, context), ...followed.map((one) => bind(follow, one, context))]
      }}
    >
      {children}
    </FollowMenu>
  )
}
