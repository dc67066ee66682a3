import { ArrowDown } from 'lucide-react'
import { useMemo, useRef } from 'react'
import type { MessageView } from '#contract'
import { useStayAtEnd } from '../controls/stay-at-end.ts'
import { clockMinutes, dayOf } from '../words/format.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import { conversationItems } from './conversation-items.ts'
import { MessageBubble } from './message-bubble.tsx'
import type { ListedPerson } from './people.ts'

const noMessages: readonly MessageView[] = []

/** What was said, oldest first, and whether the other person is typing. */
export function MessageLog({
  person,
  messages,
  droppedMessages,
  onSendAgain,
}: {
  person: ListedPerson
  /** Null until they are known. */
  messages: readonly MessageView[] | null
  droppedMessages: number
  onSendAgain: (text: string) => void
}) {
  const { messenger } = useWords().page
  const scroller = useRef<HTMLDivElement>(null)
  const known = messages ?? noMessages
  const items = useMemo(() => conversationItems(known), [known])
  const last = known.at(-1)?.id ?? null
  const { isTyping } = person
  const content = useMemo(() => ({ items, isTyping }), [items, isTyping])
  const { isAtEnd, seen, onScroll, toEnd } = useStayAtEnd(scroller, { last, content, tolerancePx: 24 })
  const hasNewer = !isAtEnd.current && seen.current !== last

  return (
    <div className="message-log">
      <div
        ref={scroller}
        className="message-scroll"
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={messenger.conversationWith(visibleText(person.name))}
        onScroll={onScroll}
      >
        {droppedMessages > 0 && <p className="message-note">{messenger.earlierDropped(droppedMessages)}</p>}
        {messages !== null && messages.length === 0 && (
          <p className="message-note">{messenger.nothingSaid}</p>
        )}
        {items.map((item) =>
          item.kind === 'time' ? (
            <p key={`time ${item.at}`} className="message-note tabular">
              {item.isNewDay ? `${dayOf(item.at)}, ` : ''}
              {clockMinutes(item.at)}
            </p>
          ) : (
            <MessageBubble
              key={item.message.id}
              message={item.message}
              from={item.message.isOwn ? messenger.you : person.name}
              isFirstOfRun={item.isFirstOfRun}
              isLastOfRun={item.isLastOfRun}
              onSendAgain={onSendAgain}
            />
          ),
        )}
        {isTyping && (
          <p className="typing-notice">
            {messenger.isTyping(visibleText(person.name))}
            <span className="typing-dots" aria-hidden>
              <i />
              <i />
              <i />
            </span>
          </p>
        )}
      </div>
      {hasNewer && (
        <button type="button" className="to-newest" onClick={toEnd}>
          <ArrowDown size="1.1em" aria-hidden />
          {messenger.newMessages}
        </button>
      )}
    </div>
  )
}
