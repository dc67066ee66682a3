import { Menu } from '@base-ui/react/menu'
import { ChevronDown, X } from 'lucide-react'
import { coverages } from '#contract'
import {
  type BoundAction,
  bind,
  links,
  logInMany,
  logOutMany,
  saveSet,
  setCoverageOfMany,
  setLinkOfMany,
  setPowerOfMany,
  setStatusMessagesOfMany,
  useActionContext,
  writeFromMany,
} from '../actions/index.ts'
import { MenuPlace } from '../controls/menu-place.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { clearSelection, useSelection } from '../store/selection.ts'
import { useTask } from '../store/task.ts'
import { useWords } from '../words/words.ts'
import './selection-bar.css'

const onAndOff = [true, false]

/** What can be done with all handhelds that are selected; nothing while nobody is. */
export function SelectionBar() {
  const selected = useSelection((state) => state.names)
  const { devices } = useWords().page
  const context = useActionContext()
  // What can be done depends on how many are in which state, and on what runs.
  useLabStore((state) => state.counts)
  useTask((state) => state.progress?.state)
  if (selected.size === 0) return null
  const names = [...selected]
  const bound = context()
  return (
    <section className="selection-bar" aria-label={devices.many.selection}>
      <b className="tabular">{devices.many.selected(names.length)}</b>
      <Act action={bind(logInMany, { names }, bound)} />
      <Act action={bind(logOutMany, { names }, bound)} />
      <Choice
        title={devices.many.menus.coverage}
        actions={() => coverages.map((coverage) => bind(setCoverageOfMany, { names, coverage }, context()))}
      />
      <Choice
        title={devices.many.menus.link}
        actions={() => links.map((link) => bind(setLinkOfMany, { names, link }, context()))}
      />
      <Choice
        title={devices.many.menus.statusMessages}
        actions={() =>
          onAndOff.map((sendsStatus) => bind(setStatusMessagesOfMany, { names, sendsStatus }, context()))
        }
      />
      <Choice
        title={devices.many.menus.power}
        actions={() => onAndOff.map((isOn) => bind(setPowerOfMany, { names, isOn }, context()))}
      />
      <Act action={bind(writeFromMany, { names }, bound)} />
      <Act action={bind(saveSet, { names }, bound)} />
      <button
        type="button"
        className="button quiet icon"
        aria-label={devices.many.selectNobody}
        title={devices.many.selectNobody}
        onClick={clearSelection}
      >
        <X size={14} aria-hidden />
      </button>
    </section>
  )
}

function Act({ action }: { action: BoundAction }) {
  return (
    <button
      type="button"
      className="button quiet"
      disabled={action.obstacle !== null}
      title={action.obstacle ?? action.label}
      onClick={action.perform}
    >
      {action.buttonLabel}
    </button>
  )
}

/** Several values of one thing; the menu asks for them when it opens. */
function Choice({ title, actions }: { title: string; actions: () => readonly BoundAction[] }) {
  return (
    <Menu.Root>
      <Menu.Trigger className="button quiet">
        {title}
        <ChevronDown size={12} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <MenuPlace sideOffset={4} align="start">
          <Menu.Popup className="menu-popup">
            <Entries actions={actions} />
          </Menu.Popup>
        </MenuPlace>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Entries({ actions }: { actions: () => readonly BoundAction[] }) {
  return actions().map((action) => (
    <Menu.Item
      key={action.id}
      className="menu-item"
      disabled={action.obstacle !== null}
      title={action.obstacle ?? undefined}
      onClick={action.perform}
    >
      {action.buttonLabel}
    </Menu.Item>
  ))
}
