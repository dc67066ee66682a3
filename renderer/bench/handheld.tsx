import { Mail, X } from 'lucide-react'
import { memo } from 'react'
import type { HandheldView } from '#contract'
import { ActionButton, DeviceMenu, removeHandheld, showLarge, useAction } from '../actions/index.ts'
import { Hint } from '../controls/hint.tsx'
import { useHandheld } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import { Device } from './device.tsx'
import { HandheldControls } from './handheld-controls.tsx'
import { Screen } from './screen.tsx'

/** One handheld on the bench: the device, and beside it what happens to it from outside. */
export const Handheld = memo(function Handheld({ name, isCard }: { name: string; isCard: boolean }) {
  const handheld = useHandheld(name)
  const { bench } = useWords().page
  if (handheld === undefined) return null
  return (
    <DeviceMenu
      handheld={handheld}
      aria-label={bench.handheld(name)}
      className={`handheld ${isCard ? 'is-card' : 'is-device'}`}
    >
      <HandheldHead handheld={handheld} />
      {isCard ? <Screen handheld={handheld} size="card" /> : <Device handheld={handheld} />}
      <HandheldControls handheld={handheld} />
    </DeviceMenu>
  )
})

function HandheldHead({ handheld }: { handheld: HandheldView }) {
  const { labels, page } = useWords()
  const { bench } = page
  const { name, pin, waitingPackets, unread } = handheld
  const large = useAction(showLarge, { handheld })
  return (
    <header className="handheld-head">
      <span className="state-dot" title={labels.state[handheld.state]} />
      <strong className="truncate" title={name}>
        {name}
      </strong>
      <span className="handheld-identity mono truncate">{pin}</span>
      <span className="handheld-model truncate">{labels.model[handheld.model]}</span>
      {waitingPackets > 0 && (
        <Hint text={bench.heldHint}>
          <span className="pill warn tabular">{bench.held(waitingPackets)}</span>
        </Hint>
      )}
      {unread > 0 && (
        <Hint text={bench.pressToRead(labels.unread(unread))}>
          <button
            type="button"
            className="unread-pill tabular"
            aria-label={bench.unreadOn(labels.unread(unread), name)}
            onClick={large.perform}
          >
            <Mail size={11} strokeWidth={2.6} aria-hidden />
            {unread}
          </button>
        </Hint>
      )}
      <ActionButton action={showLarge} args={{ handheld }} />
      <RemoveButton handheld={handheld} />
    </header>
  )
}

function RemoveButton({ handheld }: { handheld: HandheldView }) {
  const { bench } = useWords().page
  const { label, perform } = useAction(removeHandheld, { handheld })
  return (
    <button
      type="button"
      className="button quiet icon remove-handheld"
      aria-label={label}
      title={bench.removeThis}
      onClick={perform}
    >
      <X size={14} aria-hidden />
    </button>
  )
}
