import { memo, type Ref } from 'react'
import { withoutScheme } from '#contract'
import { DeliveryMark } from '../controls/delivery-mark.tsx'
import { PeopleText } from '../controls/people-text.tsx'
import { labNow } from '../store/selectors.ts'
import { timeOrDay } from '../words/format.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import type { ListedPerson } from './people.ts'
import { PresenceMark } from './presence-mark.tsx'

/** One row of the contact list: presence, name, latest message, unread count. */
export const PersonRow = memo(function PersonRow({
  person,
  onOpen,
  ref,
}: {
  person: ListedPerson
  onOpen: (sipAddress: string) => void
  ref?: Ref<HTMLButtonElement>
}) {
  const { labels } = useWords()
  const { name, presence, unread, last, sipAddress } = person
  return (
    <li>
      <button
        type="button"
        ref={ref}
        className={unread > 0 ? 'person-row is-unread' : 'person-row'}
        title={visibleText(withoutScheme(sipAddress))}
        onClick={() => onOpen(sipAddress)}
      >
        <PresenceMark presence={presence} />
        <span className="person-row-name truncate">
          <PeopleText text={name} />
        </span>
        {last !== null && <time className="person-row-time tabular">{timeOrDay(last.at, labNow())}</time>}
        <LastWord person={person} />
        {unread > 0 && (
          <span className="unread-badge tabular">
            <span aria-hidden>{unread}</span>
            <span className="visually-hidden">{labels.unread(unread)}</span>
          </span>
        )}
      </button>
    </li>
  )
})

function LastWord({ person: { isTyping, last, sipAddress } }: { person: ListedPerson }) {
  const { messenger } = useWords().page
  if (isTyping) return <span className="person-row-last is-typing truncate">{messenger.typing}</span>
  if (last === null) return <span className="person-row-last truncate">{withoutScheme(sipAddress)}</span>
  return (
    <span className="person-row-last truncate">
      {last.isOwn && last.state !== null && <DeliveryMark state={last.state} />}
      <PeopleText text={last.text} />
    </span>
  )
}
