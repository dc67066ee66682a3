import { ArrowLeft } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { HandheldView } from '#contract'
import { logOut, useAction } from '../actions/index.ts'
import { ScreenIconButton } from '../controls/screen-icon-button.tsx'
import { turnTo } from '../store/messenger-pages.ts'
import { useSessionOf } from '../store/selectors.ts'
import { clockTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { focusIfFree } from './focus-if-free.ts'

/** Details of the session: address, coverage, last status message, transport key. And the logout button. */
export function SessionPage({ handheld, user }: { handheld: HandheldView; user: string }) {
  const leave = useAction(logOut, { handheld })
  const { labels, page } = useWords()
  const { messenger } = page
  const { name } = handheld
  const session = useSessionOf(name)
  const leaveButton = useRef<HTMLButtonElement>(null)
  const reach = reachOf(handheld)
  const goBack = () => turnTo(name, user, { kind: 'people', from: null })

  useLayoutEffect(() => focusIfFree(leaveButton.current), [])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from wherever the focus is within
    <div
      className="messenger-page"
      onKeyDown={(press) => {
        if (press.key !== 'Escape') return
        press.preventDefault()
        press.stopPropagation()
        goBack()
      }}
    >
      <header className="page-head">
        <ScreenIconButton
          name={messenger.backToContacts}
          hint={messenger.backToContactsByKey}
          icon={ArrowLeft}
          onPress={goBack}
        />
        <h3 className="page-title">{messenger.session}</h3>
        <button type="button" ref={leaveButton} className="screen-button is-plain" onClick={leave.perform}>
          {leave.label}
        </button>
      </header>
      <dl className="session-facts">
        <div>
          <dt>{messenger.address}</dt>
          <dd className="truncate" title={session?.connectivity.sipAddress}>
            {session?.connectivity.sipAddress ?? user}
          </dd>
        </div>
        <div data-reach={reach}>
          <dt>{messenger.reach}</dt>
          <dd>{messenger.reaches[reach]}</dd>
        </div>
        {session?.isReconnecting && (
          <div data-reach="unreachable">
            <dt>{messenger.server}</dt>
            <dd>{messenger.registeringAgain}</dd>
          </div>
        )}
        <div>
          <dt>{messenger.since}</dt>
          <dd className="tabular">{session === undefined ? '–' : clockTime(session.openedAt)}</dd>
        </div>
        <div>
          <dt>{messenger.lastStatus}</dt>
          <dd className="tabular">
            {handheld.lastStatusSentAt === null
              ? messenger.noStatusYet
              : clockTime(handheld.lastStatusSentAt)}
          </dd>
        </div>
        <div>
          <dt>{messenger.transportKey}</dt>
          <dd>{messenger.keyNumber(labels.cipher[handheld.cipher], handheld.keyGeneration)}</dd>
        </div>
      </dl>
    </div>
  )
}

type Reach = 'heard' | 'quiet' | 'unreachable'

function reachOf(handheld: HandheldView): Reach {
  if (handheld.coverage === 'none') return 'unreachable'
  return handheld.sendsStatus ? 'heard' : 'quiet'
}
