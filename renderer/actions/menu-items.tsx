import { ContextMenu } from '@base-ui/react/context-menu'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { coverages, type HandheldView, presences } from '#contract'
import { MenuPlace } from '../controls/menu-place.tsx'
import { useWords } from '../words/words.ts'
import { type ActionContext, type BoundAction, bind } from './action.ts'
import {
  links,
  logIn,
  logOut,
  removeHandheld,
  setCoverage,
  setLink,
  setPower,
  setPresence,
  setStatusMessages,
  showLarge,
  showTrafficOf,
} from './handhelds.ts'
import { follow, followedFlow, followedHandheld } from './inspect.ts'
import { openLinkDialog, passTunnel, tunnels } from './links.ts'
import { showLogOfHandheld } from './log.ts'
import { putOnStage } from './stage.ts'
import { useActionContext } from './use-action-context.ts'

/** What can be done with one handheld. */
export function HandheldItems({ handheld }: { handheld: HandheldView }) {
  const context = useActionContext()()
  const { actions, links: words } = useWords().page
  const isIn = handheld.state === 'signed-in'
  const latest = context.lab?.flows.findLast((flow) => flow.handheld === handheld.name)
  return (
    <>
      <MenuItem action={isIn ? bind(logOut, { handheld }, context) : bind(logIn, { handheld }, context)} />
      <MenuItem action={bind(showLarge, { handheld }, context)} />
      <MenuItem action={bind(putOnStage, { handheld }, context)} />
      <MenuItem action={bind(showTrafficOf, { handheld }, context)} />
      <MenuItem action={bind(follow, followedHandheld(handheld.name), context)} />
      {latest !== undefined && <MenuItem action={bind(follow, followedFlow(latest), context)} />}
      <MenuItem action={bind(showLogOfHandheld, { handheld }, context)} />
      <ContextMenu.Separator className="menu-separator" />
      <Choices title={actions.coverageMenu} choices={coverageChoices(handheld, context)} />
      <Choices
        title={words.tunnelMenu}
        choices={tunnels.map((seconds) => bind(passTunnel, { handheld, seconds }, context))}
      />
      <Choices title={words.menu} choices={linkChoices(handheld, context)} />
      {isIn && <Choices title={actions.presenceMenu} choices={presenceChoices(handheld, context)} />}
      <MenuItem action={bind(setStatusMessages, { handheld, sendsStatus: !handheld.sendsStatus }, context)} />
      <MenuItem action={bind(setPower, { handheld, isOn: !handheld.isOn }, context)} />
      <ContextMenu.Separator className="menu-separator" />
      <MenuItem action={bind(removeHandheld, { handheld }, context)} />
    </>
  )
}

function coverageChoices(handheld: HandheldView, context: ActionContext): BoundAction[] {
  return coverages.map((coverage) => bind(setCoverage, { handheld, coverage }, context))
}

function linkChoices(handheld: HandheldView, context: ActionContext): BoundAction[] {
  return [
    ...links.map((link) => bind(setLink, { handheld, link }, context)),
    bind(openLinkDialog, { handheld }, context),
  ]
}

function presenceChoices(handheld: HandheldView, context: ActionContext): BoundAction[] {
  return presences.map((presence) => bind(setPresence, { handheld, presence }, context))
}

/** An entry of a context menu. @param isShort without what it is about, where that stands above */
export function MenuItem({ action, isShort = false }: { action: BoundAction; isShort?: boolean }) {
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

/** Several values of one thing, in a menu of their own. */
export function Choices({ title, choices }: { title: string; choices: readonly BoundAction[] }) {
  return (
    <Submenu title={title}>
      {choices.map((action) => (
        <MenuItem key={action.id} action={action} isShort />
      ))}
    </Submenu>
  )
}

/** Entries in a menu of their own. */
export function Submenu({ title, children }: { title: string; children: ReactNode }) {
  return (
    <ContextMenu.SubmenuRoot>
      <ContextMenu.SubmenuTrigger className="menu-item">
        <span>{title}</span>
        <ChevronRight size={13} aria-hidden />
      </ContextMenu.SubmenuTrigger>
      <ContextMenu.Portal>
        <MenuPlace isSubmenu>
          <ContextMenu.Popup className="menu-popup">{children}</ContextMenu.Popup>
        </MenuPlace>
      </ContextMenu.Portal>
    </ContextMenu.SubmenuRoot>
  )
}

export function MenuSeparator() {
  return <ContextMenu.Separator className="menu-separator" />
}
