import { Info, LogOut, UserPlus } from 'lucide-react'
import { type HandheldView, presences } from '#contract'
import { logOut, setPresence, useAction, usePerform } from '../actions/index.ts'
import { useOptimisticChoice } from '../controls/optimistic-choice.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { ScreenIconButton } from '../controls/screen-icon-button.tsx'
import { turnTo } from '../store/messenger-pages.ts'
import { useUserName } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import { PresenceMark } from './presence-mark.tsx'

/** The signed-in user's name and presence, with buttons for adding a contact, the session's details and logging out. */
export function OwnHead({ handheld, user }: { handheld: HandheldView; user: string }) {
  const leave = useAction(logOut, { handheld })
  const { messenger } = useWords().page
  const { name } = handheld
  const userName = useUserName(user)
  return (
    <header className="own-head">
      <div className="own-words">
        <p className="own-name truncate">
          <PeopleText text={userName} />
        </p>
        <OwnPresence handheld={handheld} />
      </div>
      <ScreenIconButton
        name={messenger.addContact}
        icon={UserPlus}
        onPress={() => turnTo(name, user, { kind: 'add-contact' })}
      />
      <ScreenIconButton
        name={messenger.session}
        hint={messenger.sessionHint}
        icon={Info}
        onPress={() => turnTo(name, user, { kind: 'session' })}
      />
      <ScreenIconButton name={leave.label} icon={LogOut} onPress={leave.perform} />
    </header>
  )
}

function OwnPresence({ handheld }: { handheld: HandheldView }) {
  const perform = usePerform()
  const { labels, page } = useWords()
  const [presence, choose] = useOptimisticChoice(handheld.presence, (chosen) =>
    chosen === null ? undefined : perform(setPresence, { handheld, presence: chosen }),
  )
  return (
    <span className="own-presence">
      <PresenceMark presence={presence} isSilent />
      <select
        aria-label={page.messenger.presence}
        title={page.messenger.presenceHint}
        value={presence ?? ''}
        onChange={(change) => {
          const chosen = presences.find((one) => one === change.currentTarget.value)
          if (chosen !== undefined) choose(chosen)
        }}
      >
        {presence === null && <option value="">{page.messenger.presenceNotKnown}</option>}
        {presences.map((one) => (
          <option key={one} value={one}>
            {labels.presence[one]}
          </option>
        ))}
      </select>
    </span>
  )
}
