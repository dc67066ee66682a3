import { Mail, Maximize2, X } from 'lucide-react'
import { memo } from 'react'
import type { HandheldView } from '#contract'
import { Hint } from '../controls/hint.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { show } from '../store/interface.ts'
import { useRun } from '../store/lab.tsx'
import { useHandheld } from '../store/selectors.ts'
import { showToast } from '../store/toasts.ts'
import { modelWords, stateWords, unreadWords } from '../words.ts'
import { Device } from './device.tsx'
import { HandheldControls } from './handheld-controls.tsx'
import { Screen } from './screen.tsx'

/** One handheld on the bench: the device, and beside it what happens to it from outside. */
export const Handheld = memo(function Handheld({ name, isCard }: { name: string; isCard: boolean }) {
  const handheld = useHandheld(name)
  if (handheld === undefined) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's controls; this is a device
    <div
      role="group"
      aria-label={`Handheld ${name}`}
      className={`handheld ${isCard ? 'is-card' : 'is-device'}`}
      data-state={handheld.state}
    >
      <HandheldHead handheld={handheld} />
      {isCard ? <Screen handheld={handheld} size="card" /> : <Device handheld={handheld} />}
      <HandheldControls handheld={handheld} />
    </div>
  )
})

function HandheldHead({ handheld }: { handheld: HandheldView }) {
  const { name, pin, waitingPackets, unread } = handheld
  return (
    <header className="handheld-head">
      <span className="state-dot" title={stateWords[handheld.state]} />
      <strong className="truncate" title={name}>
        {name}
      </strong>
      <span className="handheld-identity mono truncate">{pin}</span>
      <span className="handheld-model truncate">{modelWords[handheld.model]}</span>
      {waitingPackets > 0 && (
        <Hint text="The network holds these until the device can be reached.">
          <span className="pill warn tabular">{waitingPackets} held</span>
        </Hint>
      )}
      {unread > 0 && (
        <Hint text={`${unreadWords(unread)}. Press to read.`}>
          <button
            type="button"
            className="unread-pill tabular"
            aria-label={`${unreadWords(unread)} on ${name}`}
            onClick={() => show({ largeScreen: name })}
          >
            <Mail size={11} strokeWidth={2.6} aria-hidden />
            {unread}
          </button>
        </Hint>
      )}
      <IconButton
        name={`Show the screen of ${name} large`}
        icon={Maximize2}
        onPress={() => show({ largeScreen: name })}
      />
      <RemoveButton handheld={handheld} />
    </header>
  )
}

function RemoveButton({ handheld }: { handheld: HandheldView }) {
  const run = useRun()
  const { name, user, pin, model } = handheld

  async function remove() {
    const answer = await run(`Remove ${name}`, 'handheld.remove', { name })
    if (answer === undefined) return
    showToast({
      kind: 'undo',
      title: `${name} was removed`,
      text: `PIN ${pin}, ${modelWords[model]}.`,
      action: {
        label: 'Undo',
        run: () => run(`Bring back ${name}`, 'handheld.add', { name, user, pin, model }),
      },
    })
  }

  return (
    <button
      type="button"
      className="button quiet icon remove-handheld"
      aria-label={`Remove ${name}`}
      title="Remove this handheld"
      onClick={remove}
    >
      <X size={14} aria-hidden />
    </button>
  )
}
