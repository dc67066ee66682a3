import { useMemo, useRef } from 'react'
import type { HandheldView } from '#contract'
import { sentence } from '#words'
import { useMessenger } from '../store/messenger.ts'
import { useMessengerPage } from '../store/messenger-pages.ts'
import './messenger.css'
import { useWords } from '../words/words.ts'
import { AddContact } from './add-contact.tsx'
import { Conversation } from './conversation.tsx'
import { useIsInSight } from './in-sight.ts'
import { peopleOf, personAt } from './people.ts'
import { PeopleList } from './people-list.tsx'
import { SessionPage } from './session-page.tsx'

/** The client's notice while somebody is signed in, such as why another login failed. The user's next action removes it. */
function SignedInNotice({ handheld: { notice, lastStatus, signedInUser } }: { handheld: HandheldView }) {
  const words = useWords()
  if (notice === null) return null
  const isLoginRefused = lastStatus !== null && lastStatus !== 'accepted'
  return (
    <p className="messenger-notice" role="status">
      {sentence(words.handheldNotices, notice)}
      {isLoginRefused && <span> – {words.page.messenger.isStillSignedIn(signedInUser ?? '')}</span>}
    </p>
  )
}

/** The collaboration client of a handheld that is signed in: contacts, conversations, the session. */
export function Messenger({ handheld }: { handheld: HandheldView }) {
  const words = useWords().page.messenger
  const { name } = handheld
  const user = handheld.signedInUser ?? handheld.user
  const page = useMessengerPage(name, user)
  const element = useRef<HTMLDivElement>(null)
  const isInSight = useIsInSight(element)
  const openWith = page.kind === 'conversation' ? page.with : null
  const { messenger, hasFailed, retry } = useMessenger(handheld, openWith, isInSight)
  const view = messenger?.view ?? null
  const people = useMemo(() => (view === null ? null : peopleOf(view)), [view])

  function content() {
    switch (page.kind) {
      case 'session':
        return <SessionPage handheld={handheld} user={user} />
      case 'add-contact':
        return <AddContact handheld={handheld} user={user} />
      case 'people':
        return <PeopleList handheld={handheld} user={user} people={people} from={page.from} />
      case 'conversation': {
        const person = personAt(people ?? [], page.with)
        const isHere = view !== null && messenger?.with === page.with
        return (
          <Conversation
            key={page.with}
            handheld={handheld}
            user={user}
            person={person}
            messages={isHere ? view.messages : null}
            droppedMessages={isHere ? view.droppedMessages : 0}
            unreadElsewhere={Math.max(0, handheld.unread - person.unread)}
            isInSight={isInSight}
          />
        )
      }
    }
  }

  return (
    <div ref={element} className="messenger">
      <SignedInNotice handheld={handheld} />
      {content()}
      {hasFailed && (
        <p className="messenger-failed" role="status">
          {words.mayBeOld}
          <button type="button" className="send-again" onClick={retry}>
            {words.tryAgain}
          </button>
        </p>
      )}
    </div>
  )
}
