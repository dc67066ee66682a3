import { SendHorizontal } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { HandheldView } from '#contract'
import { useRun } from '../store/lab.tsx'
import { visibleText } from '../words/visible-text.ts'
import { useWords, wordsNow } from '../words/words.ts'
import { draftFor, keepDraft } from './drafts.ts'
import { focusIfFree } from './focus-if-free.ts'
import type { ListedPerson } from './people.ts'
import { typingBurst } from './typing-burst.ts'

/** The longest message that the lab takes, in UTF-16 units. */
const longest = 8_000

/** The field to write in. Enter sends, Shift and Enter begin a line; what is not sent is kept for this conversation. */
export function Composer({
  handheld,
  user,
  person,
  onSend,
}: {
  handheld: HandheldView
  user: string
  person: ListedPerson
  /** Answers undefined where the lab refused. */
  onSend: (text: string) => Promise<unknown>
}) {
  const { messenger } = useWords().page
  const { name } = handheld
  const { sipAddress } = person
  const [text, setText] = useState(() => draftFor(name, user, sipAddress))
  const field = useRef<HTMLTextAreaElement>(null)
  const typing = useTyping(name, sipAddress)

  useLayoutEffect(() => focusIfFree(field.current), [])

  function write(written: string) {
    setText(written)
    keepDraft(name, user, sipAddress, written)
    if (written.trim() === '') typing.end()
    else typing.keystroke()
  }

  async function send() {
    if (text.trim() === '') return
    setText('')
    keepDraft(name, user, sipAddress, '')
    typing.sent()
    field.current?.focus()
    const answer = await onSend(text)
    if (answer !== undefined) return
    // The lab refused the message: put the text back, so that it is not lost.
    setText((now) => {
      const kept = now === '' ? text : now
      keepDraft(name, user, sipAddress, kept)
      return kept
    })
  }

  function onKeyDown(press: KeyboardEvent) {
    if (press.key !== 'Enter' || press.shiftKey || press.nativeEvent.isComposing) return
    press.preventDefault()
    send()
  }

  function onSubmit(submit: FormEvent) {
    submit.preventDefault()
    send()
  }

  return (
    <form className="composer" onSubmit={onSubmit}>
      <textarea
        ref={field}
        data-first-focus
        rows={1}
        aria-label={messenger.messageTo(visibleText(person.name))}
        placeholder={handheld.coverage === 'none' ? messenger.willWait : messenger.message}
        maxLength={longest}
        value={text}
        onChange={(change) => write(change.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        className="screen-icon-button composer-send"
        aria-label={messenger.send}
        title={messenger.sendByKey}
        disabled={text.trim() === ''}
      >
        <SendHorizontal size="1.35em" aria-hidden />
      </button>
    </form>
  )
}

/** Sends typing notices. Leaving the conversation ends them as well. */
function useTyping(name: string, sipAddress: string) {
  const run = useRun()
  const [burst] = useState(() =>
    typingBurst((isTyping) => {
      run(wordsNow().page.messenger.typingOn(name), 'handheld.setTyping', { name, to: sipAddress, isTyping })
    }),
  )
  useEffect(() => () => burst.end(), [burst])
  return burst
}
