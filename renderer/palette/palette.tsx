import { Command } from 'cmdk'
import { useState } from 'react'
import {
  actions,
  type BoundAction,
  isInApp,
  isMac,
  keysOf,
  searchActions,
  useActionContext,
} from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useWords } from '../words/words.ts'
import './palette.css'

/** Everything that can be done, by typing a few letters of it. */
export function Palette() {
  const isOpen = useInterface((state) => state.isPaletteOpen)
  return isOpen ? <PaletteDialog /> : null
}

/** Show at most this many matches. Typing more narrows them down. */
const mostShown = 60

function PaletteDialog() {
  const { actions: actionWords, shell } = useWords().page
  const [typed, setTyped] = useState('')
  const contextNow = useActionContext()
  // Keep the lab as it was when the palette opened: a list that changes under the pointer is worse than one a moment old.
  const [context] = useState(contextNow)
  const close = () => show({ isPaletteOpen: false })
  const offered = actions.flatMap((action) => action.offered(context, typed))
  const found = searchActions(offered, typed).slice(0, mostShown)

  return (
    <Dialog title={shell.palette} className="palette" isHeadHidden onClose={close}>
      <Command label={shell.palette} loop shouldFilter={false}>
        <Command.Input
          data-first-focus
          value={typed}
          onValueChange={setTyped}
          placeholder={shell.paletteHint}
        />
        <Command.List>
          {found.length === 0 && (
            <Command.Item disabled value="nothing">
              {shell.paletteEmpty}
            </Command.Item>
          )}
          {byGroup(found).map(({ group, members }) => (
            <Command.Group key={group} heading={actionWords.groups[group]}>
              {members.map((action) => (
                <Entry
                  key={action.id}
                  action={action}
                  perform={() => {
                    close()
                    action.perform()
                  }}
                />
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}

function Entry({ action, perform }: { action: BoundAction; perform: () => void }) {
  const { id, label, obstacle, shortcut } = action
  const works = shortcut !== undefined && (isInApp || shortcut.isAppOnly !== true)
  return (
    <Command.Item value={id} disabled={obstacle !== null} onSelect={perform}>
      <span className="truncate">{label}</span>
      {obstacle !== null && <span className="palette-obstacle truncate">{obstacle}</span>}
      {works && <kbd className="palette-keys">{keysOf(shortcut, isMac).join(' ')}</kbd>}
    </Command.Item>
  )
}

/** The groups in the order of their best member, and within each what fits best first. */
function byGroup(
  found: readonly BoundAction[],
): { group: BoundAction['group']; members: readonly BoundAction[] }[] {
  const groups = new Map<BoundAction['group'], BoundAction[]>()
  for (const action of found) groups.set(action.group, [...(groups.get(action.group) ?? []), action])
  return [...groups].map(([group, members]) => ({ group, members }))
}
