import { LogOut } from 'lucide-react'
import type { HandheldView } from '#contract'
import { sentence } from '#words'
import { logOut, showLarge, useAction } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { ScreenIconButton } from '../controls/screen-icon-button.tsx'
import { useUserName } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import './messenger.css'
import { PresenceMark } from './presence-mark.tsx'

/** The client in a card: user, presence, latest message. A click opens the large screen. */
export function MessengerSummary({ handheld }: { handheld: HandheldView }) {
  const words = useWords()
  const { messenger } = words.page
  const leave = useAction(logOut, { handheld })
  const open = useAction(showLarge, { handheld })
  const { name, notice, presence, lastMessage } = handheld
  const userName = useUserName(handheld.signedInUser ?? handheld.user)
  return (
    <div className="messenger-summary">
      <button type="button" className="summary-open" title={messenger.openAll} onClick={open.perform}>
        <span className="visually-hidden">{messenger.messagesOf(name)}: </span>
        <PresenceMark presence={presence} isSilent />
        <span className="summary-name truncate">
          <PeopleText text={userName} />
        </span>
        <span className="summary-presence truncate">
          {presence === null ? words.labels.unknownPresence : words.labels.presence[presence]}
        </span>
        <span className={handheld.unread > 0 ? 'summary-last truncate is-unread' : 'summary-last truncate'}>
          {notice !== null ? (
            sentence(words.handheldNotices, notice)
          ) : lastMessage === null ? (
            messenger.noMessages
          ) : (
            <PeopleText text={lastMessage} />
          )}
        </span>
      </button>
      <ScreenIconButton name={leave.label} icon={LogOut} onPress={leave.perform} />
    </div>
  )
}
