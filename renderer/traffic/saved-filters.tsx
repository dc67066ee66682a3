import './saved-filters.css'
import { Popover } from '@base-ui/react/popover'
import { Bookmark, X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { longestFilter, parseFrameFilter } from '#contract'
import { applyFilter, removeFilter, usePerform } from '../actions/index.ts'
import { useInterface } from '../store/interface.ts'
import { filterColours, prefer, type SavedFilter, usePreferences } from '../store/preferences.ts'
import { useWords } from '../words/words.ts'

const longestName = 60
const mostSaved = 40

/** The filters that somebody gave a name, and the form for another one. */
export function SavedFilters() {
  const words = useWords().page.filter
  const saved = usePreferences((state) => state.savedFilters)
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="button quiet icon" aria-label={words.saved} title={words.saved}>
        <Bookmark size={15} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="above-page">
          <Popover.Popup className="saved-filters" aria-label={words.saved}>
            {saved.length === 0 ? (
              <p className="hint">{words.none}</p>
            ) : (
              <ul>
                {saved.map((one) => (
                  <SavedFilterRow key={one.name} saved={one} onApplied={() => setOpen(false)} />
                ))}
              </ul>
            )}
            <SaveForm />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function SavedFilterRow({ saved, onApplied }: { saved: SavedFilter; onApplied: () => void }) {
  const words = useWords().page.filter
  const perform = usePerform()
  const { colour, filter, name } = saved
  return (
    <li>
      <button
        type="button"
        className="saved-filter"
        title={filter}
        onClick={() => {
          void perform(applyFilter, { saved })
          onApplied()
        }}
      >
        <span className="swatch" data-colour={colour} aria-hidden />
        <span className="truncate">{name}</span>
        <code className="truncate">{filter}</code>
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label={words.remove(name)}
        onClick={() => void perform(removeFilter, { saved })}
      >
        <X size={13} aria-hidden />
      </button>
    </li>
  )
}

/** Saves the filter that is in the field. A name that is there already gets the new filter. */
function SaveForm() {
  const words = useWords().page.filter
  const text = useInterface((state) => state.trafficFilter).trim()
  const parsed = parseFrameFilter(text)
  const canSave = text !== '' && text.length <= longestFilter && parsed.problem === null
  const [name, setName] = useState('')
  const [colour, setColour] = useState<SavedFilter['colour']>('none')

  function save(submit: FormEvent) {
    submit.preventDefault()
    const called = name.trim()
    if (!canSave || called === '') return
    const others = usePreferences.getState().savedFilters.filter((one) => one.name !== called)
    prefer({ savedFilters: [...others, { name: called, filter: text, colour }].slice(-mostSaved) })
    setName('')
    setColour('none')
  }

  const colourGroup = useId()

  if (!canSave) return <p className="hint">{words.needsFilter}</p>
  return (
    <form onSubmit={save}>
      <code className="truncate" title={text}>
        {text}
      </code>
      <label>
        {words.name}
        <input
          className="field"
          value={name}
          maxLength={longestName}
          placeholder={words.namePlaceholder}
          onChange={(change) => setName(change.currentTarget.value)}
        />
      </label>
      <fieldset>
        <legend>{words.colour}</legend>
        {filterColours.map((one) => (
          <label key={one} className="colour-choice" title={words.colours[one]}>
            <input
              type="radio"
              name={colourGroup}
              className="visually-hidden"
              aria-label={words.colours[one]}
              checked={colour === one}
              onChange={() => setColour(one)}
            />
            <span className="swatch" data-colour={one} aria-hidden />
          </label>
        ))}
      </fieldset>
      {colour !== 'none' && parsed.problem === null && parsed.needsLab && (
        <p className="hint">{words.noColour}</p>
      )}
      <button type="submit" className="button" disabled={name.trim() === ''}>
        {words.save}
      </button>
    </form>
  )
}
