import { ArrowLeft, MessageSquareX, UserMinus, UserPlus } from 'lucide-react'
import { type KeyboardEvent, useEffect } from 'react'
import { type HandheldView, type MessageView, withoutScheme } from '#contract'
import { PeopleText } from '../controls/people-text.tsx'
import { ScreenIconButton } from '../controls/screen-icon-button.tsx'
import { useRun } from '../store/lab.tsx'
import { turnTo } from '../store/messenger-pages.ts'
import { showToast } from '../toasts/toasts.tsx'
import { visibleText } from '../words/visible-text.ts'
import { useWords, wordsNow } from '../words/words.ts'
import { Composer } from './composer.tsx'
import { MessageLog } from './message-log.tsx'
import type { ListedPerson } from './people.ts'
import { PresenceMark } from './presence-mark.tsx'

/** One conversation: what was said, and the field to say more. */
export function Conversation({
  handheld,
  user,
  person,
  messages,
  droppedMessages,
  unreadElsewhere,
  isInSight,
}: {
  handheld: HandheldView
  user: string
  person: ListedPerson
  /** Null until they are known. */
  messages: readonly MessageView[] | null
  droppedMessages: number
  /** Unread messages of other conversations. */
  unreadElsewhere: number
  isInSight: boolean
}) {
  const run = useRun()
  const { labels, page } = useWords()
  const { messenger } = page
  const { name } = handheld
  const { sipAddress, unread } = person
  const goBack = () => turnTo(name, user, { kind: 'people', from: sipAddress })

  useEffect(() => {
    if (isInSight && unread > 0) {
      // A message that arrives in an open conversation counts as read, but not as user activity.
      run(wordsNow().page.messenger.conversationOn(name), 'handheld.readConversation', {
        name,
        with: sipAddress,
        isOpened: false,
      })
    }
  }, [run, isInSight, unread, name, sipAddress])

  const send = (text: string) =>
    run(page.actions.messageFrom(name), 'handheld.send', { name, to: sipAddress, text })

  function onKeyDown(press: KeyboardEvent) {
    if (press.key !== 'Escape') return
    // Keep Escape from also closing a dialog around the screen.
    press.preventDefault()
    press.stopPropagation()
    goBack()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from wherever the focus is within
    <div className="messenger-page" onKeyDown={onKeyDown}>
      <header className="page-head">
        <ScreenIconButton
          name={messenger.backToContacts}
          hint={messenger.backToContactsByKey}
          icon={ArrowLeft}
          onPress={goBack}
        />
        {unreadElsewhere > 0 && (
          <span
            className="unread-badge tabular"
            title={messenger.inOtherConversations(labels.unread(unreadElsewhere))}
          >
            <span aria-hidden>{unreadElsewhere}</span>
            <span className="visually-hidden">
              {messenger.inOtherConversations(labels.unread(unreadElsewhere))}
            </span>
          </span>
        )}
        <PresenceMark presence={person.presence} />
        <h3 className="page-title truncate" title={visibleText(withoutScheme(sipAddress))}>
          <PeopleText text={person.name} />
        </h3>
        <ContactButton handheld={handheld} person={person} />
        <ScreenIconButton
          name={messenger.closeConversation}
          hint={messenger.closeConversationHint}
          icon={MessageSquareX}
          onPress={() => {
            goBack()
            run(messenger.conversationOn(name), 'handheld.closeConversation', { name, with: sipAddress })
          }}
        />
      </header>
      <MessageLog
        person={person}
        messages={messages}
        droppedMessages={droppedMessages}
        onSendAgain={(text) => send(text)}
      />
      <Composer handheld={handheld} user={user} person={person} onSend={send} />
    </div>
  )
}

/** Puts the other person on the contact list, or takes them off it, which can be undone. */
function ContactButton({ handheld: { name }, person }: { handheld: HandheldView; person: ListedPerson }) {
  const run = useRun()
  const { actions, messenger } = useWords().page
  const add = () =>
    run(messenger.addNamedToContacts(visibleText(person.name)), 'handheld.addContact', {
      name,
      contact: person.sipAddress,
    })

  async function remove() {
    const doing = messenger.removeNamedFromContacts(visibleText(person.name))
    const answer = await run(doing, 'handheld.removeContact', { name, contact: person.sipAddress })
    if (answer === undefined) return
    showToast({
      kind: 'undo',
      title: messenger.wasRemoved(visibleText(person.name)),
      text: messenger.noLongerContact(name),
      action: { label: actions.undo, run: add },
    })
  }

  return person.isContact ? (
    <ScreenIconButton name={messenger.removeFromContacts} icon={UserMinus} onPress={remove} />
  ) : (
    <ScreenIconButton name={messenger.addToContacts} icon={UserPlus} onPress={add} />
  )
}
