import { memo } from 'react'
import type { MessageView } from '#contract'
import { sentence } from '#words'
import { DeliveryMark } from '../controls/delivery-mark.tsx'
import { PeopleText } from '../controls/people-text.tsx'
import { clockMinutes, preciseTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** One message, with its delivery state where this handheld sent it. */
export const MessageBubble = memo(function MessageBubble({
  message,
  from,
  isFirstOfRun,
  isLastOfRun,
  onSendAgain,
}: {
  message: MessageView
  from: string
  isFirstOfRun: boolean
  isLastOfRun: boolean
  onSendAgain: (text: string) => void
}) {
  const words = useWords()
  const { text, at, isOwn, state, why } = message
  const run = `${isFirstOfRun ? ' is-first' : ''}${isLastOfRun ? ' is-last' : ''}`
  return (
    <div className={`message ${isOwn ? 'is-own' : 'is-other'}${run}`} data-delivery={state ?? undefined}>
      <div className="bubble" title={preciseTime(at)}>
        <span className="visually-hidden">
          <PeopleText text={from} />:{' '}
        </span>
        <PeopleText className="bubble-text" text={text} />
        <span className="bubble-end tabular">
          {(isLastOfRun || isOwn) && <time>{clockMinutes(at)}</time>}
          {state !== null && <DeliveryMark state={state} />}
        </span>
      </div>
      {(state === 'rejected' || state === 'unconfirmed') && (
        <p className="message-why">
          {why === null ? words.page.messenger.unsaid[state] : sentence(words.messageReasons, why)}
          <button type="button" className="send-again" onClick={() => onSendAgain(text)}>
            {words.page.messenger.sendAgain}
          </button>
        </p>
      )}
    </div>
  )
})
