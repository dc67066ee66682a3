import { type KeyboardEvent, useCallback, useDeferredValue, useLayoutEffect, useRef, useState } from 'react'
import { type HandheldView, isSameAddress } from '#contract'
import { useRun } from '../store/lab.tsx'
import { openConversation, turnTo } from '../store/messenger-pages.ts'
import { useWords } from '../words/words.ts'
import { focusIfFree } from './focus-if-free.ts'
import { OwnHead } from './own-head.tsx'
import { type ListedPerson, matchingPeople } from './people.ts'
import { PersonRow } from './person-row.tsx'

/** Above this many people the list has a search field. */
const fewPeople = 8

/** The client's first page: the user's own presence, conversations and contacts. */
export function PeopleList({
  handheld,
  user,
  people,
  from,
}: {
  handheld: HandheldView
  user: string
  /** Null until it is known. */
  people: readonly ListedPerson[] | null
  /** The SIP address whose conversation was left for this page, or null. */
  from: string | null
}) {
  const run = useRun()
  const { messenger } = useWords().page
  const { name } = handheld
  const [text, setText] = useState('')
  const sought = useDeferredValue(text)
  const list = useRef<HTMLUListElement>(null)
  const filter = useRef<HTMLInputElement>(null)
  const cameFrom = useRef<HTMLButtonElement>(null)
  const isLong = people !== null && people.length > fewPeople
  const shown = people === null ? [] : matchingPeople(people, isLong ? sought : '')

  // A contact that was just added appears in the list a moment after the page.
  const isFromHere = from !== null && shown.some((one) => isSameAddress(one.sipAddress, from))
  useLayoutEffect(() => {
    if (isFromHere) focusIfFree(cameFrom.current)
  }, [isFromHere])

  const open = useCallback(
    (sipAddress: string) => openConversation(run, name, user, sipAddress),
    [run, name, user],
  )

  function onKeyDown(press: KeyboardEvent) {
    if (press.key === 'ArrowDown' || press.key === 'ArrowUp') {
      press.preventDefault()
      moveFocus(press.key === 'ArrowDown' ? 1 : -1)
    } else if (press.key === 'Escape' && text !== '') {
      press.preventDefault()
      setText('')
    } else if (
      press.key.length === 1 &&
      press.key !== ' ' &&
      !press.ctrlKey &&
      !press.metaKey &&
      !press.altKey
    ) {
      // Without preventDefault the key would be typed into the field that now has the focus.
      filter.current?.focus()
    }
  }

  function moveFocus(by: number) {
    const rows = [...(list.current?.querySelectorAll('button') ?? [])]
    const current = rows.findIndex((row) => row.matches(':focus'))
    const next = current + by
    if (next < 0) filter.current?.focus()
    else rows[Math.min(next, rows.length - 1)]?.focus()
  }

  return (
    <div className="messenger-page">
      <OwnHead handheld={handheld} user={user} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys move within the list; every row is a button */}
      <div className="people" onKeyDown={onKeyDown}>
        {isLong && (
          <input
            ref={filter}
            type="search"
            className="people-filter"
            aria-label={messenger.findContact}
            placeholder={messenger.findAmong(people.length)}
            value={text}
            spellCheck={false}
            onChange={(change) => setText(change.currentTarget.value)}
            onKeyDown={(press) => {
              const [only] = shown
              if (press.key === 'Enter' && only !== undefined) open(only.sipAddress)
            }}
          />
        )}
        <ul ref={list} aria-label={messenger.contacts}>
          {shown.map((person) => (
            <PersonRow
              key={person.sipAddress}
              person={person}
              onOpen={open}
              {...(from !== null && isSameAddress(person.sipAddress, from) ? { ref: cameFrom } : {})}
            />
          ))}
          {people !== null && shown.length === 0 && (
            <li className="people-none">
              {people.length > 0 ? messenger.nobodyCalledThat : messenger.noContacts}
              {people.length === 0 && (
                <button
                  type="button"
                  className="screen-button is-plain"
                  onClick={() => turnTo(name, user, { kind: 'add-contact' })}
                >
                  {messenger.addContactButton}
                </button>
              )}
            </li>
          )}
        </ul>
      </div>
    </div>
  )
}
