import { ContextMenu } from '@base-ui/react/context-menu'
import { type ReactNode, useState } from 'react'
import { coverages, keyedLists } from '#contract'
import { MenuPlace } from '../controls/menu-place.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { selectOnly, useSelection } from '../store/selection.ts'
import { useWords } from '../words/words.ts'
import { bind } from './action.ts'
import { links } from './handhelds.ts'
import {
  logInMany,
  logOutMany,
  setCoverageOfMany,
  setLinkOfMany,
  setPowerOfMany,
  setStatusMessagesOfMany,
  writeFromMany,
} from './many.ts'
import { Choices, HandheldItems, MenuItem } from './menu-items.tsx'
import { NoteItem } from './note-item.tsx'
import { saveSet } from './selection.ts'
import { useActionContext } from './use-action-context.ts'

/**
 * The menu of handhelds that are entries of a list, each marked with `data-handheld`: of the one under the pointer, or of all that are
 * selected where it is among them.
 */
export function HandheldsMenu({ children }: { children: ReactNode }) {
  const [name, setName] = useState<string | null>(null)
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className="menu-around"
        onContextMenu={(event) => {
          const { target } = event
          const entry = target instanceof Element ? target.closest<HTMLElement>('[data-handheld]') : null
          const pointed = entry?.dataset.handheld
          if (pointed === undefined) event.preventBaseUIHandler()
          else {
            if (!useSelection.getState().names.has(pointed)) selectOnly([pointed])
            setName(pointed)
          }
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <MenuPlace>
          <ContextMenu.Popup className="menu-popup">
            {name !== null && <ItemsFor name={name} />}
          </ContextMenu.Popup>
        </MenuPlace>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** What can be done with a handheld; with all that are selected, where it is one of several. */
export function ItemsFor({ name }: { name: string }) {
  const { names } = useSelection.getState()
  const { snapshot } = useLabStore.getState()
  const handheld = snapshot === null ? undefined : keyedLists.handhelds.get(snapshot.handhelds, name)
  if (names.size > 1 && names.has(name)) return <ManyItems names={[...names]} />
  return handheld === undefined ? null : (
    <>
      <NoteItem item={{ kind: 'handheld', name }} />
      <HandheldItems handheld={handheld} />
    </>
  )
}

function ManyItems({ names }: { names: readonly string[] }) {
  const context = useActionContext()()
  const { menus } = useWords().page.devices.many
  const onAndOff = [true, false]
  return (
    <>
      <MenuItem action={bind(logInMany, { names }, context)} />
      <MenuItem action={bind(logOutMany, { names }, context)} />
      <MenuItem action={bind(writeFromMany, { names }, context)} />
      <ContextMenu.Separator className="menu-separator" />
      <Choices
        title={menus.coverage}
        choices={coverages.map((coverage) => bind(setCoverageOfMany, { names, coverage }, context))}
      />
      <Choices
        title={menus.link}
        choices={links.map((link) => bind(setLinkOfMany, { names, link }, context))}
      />
      <Choices
        title={menus.statusMessages}
        choices={onAndOff.map((sendsStatus) =>
          bind(setStatusMessagesOfMany, { names, sendsStatus }, context),
        )}
      />
      <Choices
        title={menus.power}
        choices={onAndOff.map((isOn) => bind(setPowerOfMany, { names, isOn }, context))}
      />
      <ContextMenu.Separator className="menu-separator" />
      <MenuItem action={bind(saveSet, { names }, context)} />
    </>
  )
}
