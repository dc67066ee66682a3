import { Command } from 'cmdk'
import { useState } from 'react'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useRun } from '../store/lab.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { type Entry, handheldEntries, labEntries, settingEntries, windowEntries } from './entries.ts'
import { messageEntries } from './message-entries.ts'
import './palette.css'

/** Everything that can be done, by typing a few letters of it. */
export function Palette() {
  const isOpen = useInterface((state) => state.isPaletteOpen)
  return isOpen ? <PaletteDialog /> : null
}

function PaletteDialog() {
  const run = useRun()
  const [typed, setTyped] = useState('')
  // What was there when it was opened: a list that changes under the pointer is worse than one a moment old.
  const [snapshot] = useState(() => useLabStore.getState().snapshot)
  const close = () => show({ isPaletteOpen: false })
  const groups: { title: string; entries: readonly Entry[] }[] = [
    { title: 'Settings', entries: settingEntries(snapshot, typed, run) },
    { title: 'Lab', entries: labEntries(snapshot, run) },
    { title: 'Window', entries: windowEntries() },
    // With many handhelds their entries would bury everything else, so that they come once something is typed.
    { title: 'Messages', entries: typed === '' ? [] : messageEntries(snapshot, typed, run) },
    { title: 'Handhelds', entries: typed === '' ? [] : handheldEntries(snapshot, run) },
  ]

  return (
    <Dialog title="Commands" className="palette" isHeadHidden onClose={close}>
      <Command label="Commands" loop>
        <Command.Input
          data-first-focus
          value={typed}
          onValueChange={setTyped}
          placeholder="What do you want to do? Try “coverage alice none” or “send alice bob hello”"
        />
        <Command.List>
          <Command.Empty>Nothing is called that.</Command.Empty>
          {groups.map((group) => (
            <Command.Group key={group.title} heading={group.title}>
              {group.entries.map((entry) => (
                <Command.Item
                  key={entry.title}
                  value={entry.title}
                  keywords={entry.keywords ?? []}
                  onSelect={() => {
                    close()
                    entry.run()
                  }}
                >
                  {entry.title}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}
