import { ContextMenu } from '@base-ui/react/context-menu'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { coverages, type HandheldView, presences } from '#contract'
import { useWords } from '../words/words.ts'
import { type ActionContext, type BoundAction, bind } from './action.ts'
import {
  logIn,
  logOut,
  removeHandheld,
  setCoverage,
  setPower,
  setPresence,
  setStatusMessages,
  showLarge,
  showTrafficOf,
} from './handhelds.ts'
import { putOnStage } from './stage.ts'
import { useActionContext } from './use-action-context.ts'

/** The drawing of a handheld, with the menu of what can be done with it: by the right button, or by the menu key. */
export function DeviceMenu({
  handheld,
  className,
  'aria-label': name,
  children,
}: {
  handheld: HandheldView
  className: string
  'aria-label': string
  children: ReactNode
}) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        role="group"
        aria-label={name}
        className={className}
        data-state={handheld.state}
        onContextMenu={(event) => {
          // Text fields keep the browser's own menu, with Cut, Copy and Paste.
          if (isTextField(event.target)) event.preventBaseUIHandler()
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="above-dialogs">
          <ContextMenu.Popup className="menu-popup">
            <Items handheld={handheld} />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function isTextField(target: EventTarget): boolean {
  return target instanceof Element && target.closest('input:not([type=checkbox]), textarea') !== null
}

function Items({ handheld }: { handheld: HandheldView }) {
  const context = useActionContext()()
  const { actions } = useWords().page
  const isIn = handheld.state === 'signed-in'
  return (
    <>
      <Item action={isIn ? bind(logOut, { handheld }, context) : bind(logIn, { handheld }, context)} />
      <Item action={bind(showLarge, { handheld }, context)} />
      <Item action={bind(putOnStage, { handheld }, context)} />
      <Item action={bind(showTrafficOf, { handheld }, context)} />
      <ContextMenu.Separator className="menu-separator" />
      <Choices title={actions.coverageMenu} choices={coverageChoices(handheld, context)} />
      {isIn && <Choices title={actions.presenceMenu} choices={presenceChoices(handheld, context)} />}
      <Item action={bind(setStatusMessages, { handheld, sendsStatus: !handheld.sendsStatus }, context)} />
      <Item action={bind(setPower, { handheld, isOn: !handheld.isOn }, context)} />
      <ContextMenu.Separator className="menu-separator" />
      <Item action={bind(removeHandheld, { handheld }, context)} />
    </>
  )
}

function coverageChoices(handheld: HandheldView, context: ActionContext): BoundAction[] {
  return coverages.map((coverage) => bind(setCoverage, { handheld, coverage }, context))
}

function presenceChoices(handheld: HandheldView, context: ActionContext): BoundAction[] {
  return presences.map((presence) => bind(setPresence, { handheld, presence }, context))
}

function Item({ action, isShort = false }: { action: BoundAction; isShort?: boolean }) {
  return (
    <ContextMenu.Item
      className="menu-item"
      disabled={action.obstacle !== null}
      title={action.obstacle ?? undefined}
      data-checked={action.isChosen ? '' : undefined}
      onClick={action.perform}
    >
      {isShort ? action.buttonLabel : action.label}
    </ContextMenu.Item>
  )
}

function Choices({ title, choices }: { title: string; choices: readonly BoundAction[] }) {
  return (
    <ContextMenu.SubmenuRoot>
      <ContextMenu.SubmenuTrigger className="menu-item">
        <span>{title}</span>
        <ChevronRight size={13} aria-hidden />
      </ContextMenu.SubmenuTrigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="above-dialogs">
          <ContextMenu.Popup className="menu-popup">
            {choices.map((action) => (
              <Item key={action.id} action={action} isShort />
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.SubmenuRoot>
  )
}
