import { Mail, X } from 'lucide-react'
import { type MouseEvent, memo } from 'react'
import type { HandheldView } from '#contract'
import { ActionButton, DeviceMenu, removeHandheld, showLarge, useAction } from '../actions/index.ts'
import { Hint } from '../controls/hint.tsx'
import { PeopleText } from '../controls/people-text.tsx'
import { ChangesLab } from '../panes/changes-lab.tsx'
import { select, useIsSelected, useSelection } from '../store/selection.ts'
import { useHandheld } from '../store/selectors.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import { Device } from './device.tsx'
import { HeldStack } from './device-signs.tsx'
import { HandheldControls } from './handheld-controls.tsx'
import { selectKeysOf } from './roving.ts'
import { Screen } from './screen.tsx'
import { useCondition } from './use-condition.ts'

/** One handheld on the bench: the device, and beside it what happens to it from outside. */
export const Handheld = memo(function Handheld({
  name,
  isCard,
  isCurrent,
}: {
  name: string
  isCard: boolean
  /** Whether the Tab key leads to it, among cards. */
  isCurrent: boolean
}) {
  const handheld = useHandheld(name)
  return handheld === undefined ? null : <Drawn handheld={handheld} isCard={isCard} isCurrent={isCurrent} />
})

function Drawn({
  handheld,
  isCard,
  isCurrent,
}: {
  handheld: HandheldView
  isCard: boolean
  isCurrent: boolean
}) {
  const { bench } = useWords().page
  const condition = useCondition(handheld)
  const isSelected = useIsSelected(handheld.name)

  /** With Ctrl or Shift a click selects; what stands under the pointer is not pressed. */
  function onClick(click: MouseEvent) {
    const keys = selectKeysOf(click)
    if (!keys.isToggle && !keys.isRange) return
    click.preventDefault()
    click.stopPropagation()
    select(handheld.name, useSelection.getState().shown, keys)
  }

  const classes = ['handheld', isCard ? 'is-card' : 'is-device', `is-${condition.sign}`]
  if (condition.facets.includes('no-coverage')) classes.push('is-outside')
  return (
    <DeviceMenu
      handheld={handheld}
      aria-label={bench.handheld(visibleText(handheld.name))}
      className={classes.join(' ')}
      isSelected={isSelected}
      {...(isCard ? { tabIndex: isCurrent ? 0 : -1 } : {})}
      onClickCapture={onClick}
    >
      <HandheldHead handheld={handheld} isCard={isCard} />
      {isCard ? (
        <Screen handheld={handheld} condition={condition} size="card" />
      ) : (
        <Device handheld={handheld} condition={condition} />
      )}
      <ChangesLab>
        <HandheldControls handheld={handheld} />
      </ChangesLab>
    </DeviceMenu>
  )
}

function HandheldHead({ handheld, isCard }: { handheld: HandheldView; isCard: boolean }) {
  const { labels, page } = useWords()
  const { bench } = page
  const { name, pin, unread } = handheld
  const large = useAction(showLarge, { handheld })
  return (
    <header className="handheld-head">
      <span className="state-dot" title={labels.state[handheld.state]} />
      <strong className="truncate" title={visibleText(name)}>
        <PeopleText text={name} />
      </strong>
      <span className="handheld-facts">
        <span className="mono truncate">{pin}</span>
        <span>{labels.model[handheld.model]}</span>
      </span>
      {isCard && <HeldStack handheld={handheld} />}
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
