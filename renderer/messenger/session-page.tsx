import { ArrowLeft } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { HandheldView } from '#contract'
import { logOut, useAction } from '../actions/index.ts'
import { ScreenIconButton } from '../controls/screen-icon-button.tsx'
import { turnTo } from '../store/messenger-pages.ts'
import { useSessionOf } from '../store/selectors.ts'
import { clockTime } from '../words/format.ts'
import { cipherWords } from '../words/words.ts'
import { focusIfFree } from './focus-if-free.ts'

/** Details of the session: address, coverage, last status message, transport key. And the logout button. */
export function SessionPage({ handheld, user }: { handheld: HandheldView; user: string }) {
  const leave = useAction(logOut, { handheld })
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
          name="Back to contacts"
          hint="Back to contacts (Esc)"
          icon={ArrowLeft}
          onPress={goBack}
        />
        <h3 className="page-title">Session</h3>
        <button type="button" ref={leaveButton} className="screen-button is-plain" onClick={leave.perform}>
          {leave.label}
        </button>
      </header>
      <dl className="session-facts">
        <div>
          <dt>Address</dt>
          <dd className="truncate" title={session?.connectivity.sipAddress}>
            {session?.connectivity.sipAddress ?? user}
          </dd>
        </div>
        <div data-reach={reach}>
          <dt>Reach</dt>
          <dd>{reachWords[reach]}</dd>
        </div>
        {session?.isReconnecting && (
          <div data-reach="unreachable">
            <dt>Server</dt>
            <dd>Connection lost, registering again</dd>
          </div>
        )}
        <div>
          <dt>Since</dt>
          <dd className="tabular">{session === undefined ? '–' : clockTime(session.openedAt)}</dd>
        </div>
        <div>
          <dt>Last status</dt>
          <dd className="tabular">
            {handheld.lastStatusSentAt === null ? 'none yet' : clockTime(handheld.lastStatusSentAt)}
          </dd>
        </div>
        <div>
          <dt>Transport key</dt>
          <dd>
            {cipherWords[handheld.cipher]}, no. {handheld.keyGeneration}
          </dd>
        </div>
      </dl>
    </div>
  )
}

type Reach = 'heard' | 'quiet' | 'unreachable'

const reachWords: Record<Reach, string> = {
  heard: 'In coverage',
  quiet: 'Sends no status messages',
  unreachable: 'Outside coverage',
}

function reachOf(handheld: HandheldView): Reach {
  if (handheld.coverage === 'none') return 'unreachable'
  return handheld.sendsStatus ? 'heard' : 'quiet'
}
