import { LogOut } from 'lucide-react'
import type { HandheldView } from '#contract'
import { sentence } from '#words'
import { logOut, showLarge, useAction } from '../actions/index.ts'
import { ScreenIconButton } from '../controls/screen-icon-button.tsx'
import { useUserName } from '../store/selectors.ts'
import { presenceWords, unknownPresence, words } from '../words/words.ts'
import './messenger.css'
import { PresenceMark } from './presence-mark.tsx'

/** The client in a card: user, presence, latest message. A click opens the large screen. */
export function MessengerSummary({ handheld }: { handheld: HandheldView }) {
  const leave = useAction(logOut, { handheld })
  const open = useAction(showLarge, { handheld })
  const { name, notice, presence, lastMessage } = handheld
  const userName = useUserName(handheld.signedInUser ?? handheld.user)
  return (
    <div className="messenger-summary">
      <button
        type="button"
        className="summary-open"
        title="Open contacts and conversations"
        onClick={open.perform}
      >
        <span className="visually-hidden">Messages of {name}: </span>
        <PresenceMark presence={presence} isSilent />
        <span className="summary-name truncate">{userName}</span>
        <span className="summary-presence truncate">
          {presence === null ? unknownPresence : presenceWords[presence]}
        </span>
        <span className={handheld.unread > 0 ? 'summary-last truncate is-unread' : 'summary-last truncate'}>
          {notice === null ? (lastMessage ?? 'No messages yet') : sentence(words.handheldNotices, notice)}
        </span>
      </button>
      <ScreenIconButton name={leave.label} icon={LogOut} onPress={leave.perform} />
    </div>
  )
}
