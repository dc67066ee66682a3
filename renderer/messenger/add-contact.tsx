import { ArrowLeft } from 'lucide-react'
import { type FormEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { type HandheldView, withScheme } from '#contract'
import { ScreenIconButton } from '../controls/screen-icon-button.tsx'
import { useRun } from '../store/lab.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { openConversation, turnTo } from '../store/messenger-pages.ts'
import { useSnapshot } from '../store/selectors.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import { focusIfFree } from './focus-if-free.ts'

/** Show at most this many suggestions. */
const mostSuggestions = 50

/** The page for adding a contact or starting a conversation with somebody new. */
export function AddContact({ handheld, user }: { handheld: HandheldView; user: string }) {
  const run = useRun()
  const { messenger } = useWords().page
  const { name } = handheld
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const party = typed.trim()
  const suggestionsId = useId()
  const users = useSnapshot((snapshot) => snapshot.users, null)
  const suggested = (users ?? []).filter(
    (one) => one.id !== user && one.id.toLowerCase().includes(party.toLowerCase()),
  )

  useLayoutEffect(() => focusIfFree(field.current), [])

  async function add(submit: FormEvent) {
    submit.preventDefault()
    if (party === '') return
    const answer = await run(messenger.addNamedToContacts(party), 'handheld.addContact', {
      name,
      contact: party,
    })
    if (answer !== undefined) turnTo(name, user, { kind: 'people', from: addressOf(party) })
  }

  const goBack = () => turnTo(name, user, { kind: 'people', from: null })

  return (
    <form
      className="messenger-page"
      onSubmit={add}
      onKeyDown={(press) => {
        if (press.key !== 'Escape') return
        press.preventDefault()
        press.stopPropagation()
        goBack()
      }}
    >
      <header className="page-head">
        <ScreenIconButton name={messenger.backToContacts} icon={ArrowLeft} onPress={goBack} />
        <h3 className="page-title">{messenger.addContact}</h3>
      </header>
      <div className="page-body">
        <label className="screen-label">
          {messenger.userIdOrAddress}
          <input
            ref={field}
            data-first-focus
            value={typed}
            list={suggestionsId}
            spellCheck={false}
            autoComplete="off"
            maxLength={256}
            onChange={(change) => setTyped(change.currentTarget.value)}
          />
        </label>
        <datalist id={suggestionsId}>
          {suggested.slice(0, mostSuggestions).map((one) => (
            <option key={one.id} value={one.id}>
              {visibleText(one.name)}
            </option>
          ))}
        </datalist>
        <div className="page-actions">
          <button
            type="button"
            className="screen-button is-plain"
            disabled={party === ''}
            onClick={() => openConversation(run, name, user, addressOf(party))}
          >
            {messenger.justTalk}
          </button>
          <button type="submit" className="screen-button" disabled={party === ''}>
            {messenger.add}
          </button>
        </div>
      </div>
    </form>
  )
}

/** The SIP address of a user ID of this lab, or of an address written without its scheme. */
function addressOf(party: string): string {
  const user = useLabStore.getState().snapshot?.users.find((one) => one.id === party)
  if (user !== undefined) return user.sipAddress
  return withScheme(party)
}
