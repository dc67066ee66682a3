import type { KeyboardEvent } from 'react'
import type { HandheldView } from '#contract'
import { setPower, usePerform } from '../actions/index.ts'
import { Hint } from '../controls/hint.tsx'
import type { DeviceCondition } from '../store/device-condition.ts'
import { useWords } from '../words/words.ts'
import { DeviceKeyboard } from './device-keyboard.tsx'
import { isKeyFor } from './device-keys.ts'
import { HeldStack } from './device-signs.tsx'
import { notificationLight } from './notification-light.ts'
import { Screen } from './screen.tsx'

/** A drawing of the handheld's model, with the screen in it. */
export function Device({ handheld, condition }: { handheld: HandheldView; condition: DeviceCondition }) {
  const light = notificationLight(useWords(), handheld)
  const perform = usePerform()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawn keys follow the real ones
    <div
      className={`device ${handheld.model}`}
      data-light={light.colour}
      onKeyDown={followKeyDown}
      onKeyUp={followKeyUp}
      onBlur={followKeyUp}
    >
      <div className="device-top">
        <HeldStack handheld={handheld} />
        <span className="earpiece" />
        {handheld.isOn && handheld.unread > 0 && (
          <span className="light-count tabular" aria-hidden>
            {handheld.unread}
          </span>
        )}
        <Hint text={light.words}>
          <span className="device-light" role="img" aria-label={light.words} />
        </Hint>
      </div>
      <div className="device-glass">
        <Screen handheld={handheld} condition={condition} size="device" />
      </div>
      <DeviceKeyboard
        model={handheld.model}
        onPower={handheld.isOn ? null : () => perform(setPower, { handheld, isOn: true })}
      />
    </div>
  )
}

/** While the device has the focus, its drawn keys go down with the real ones. */
function followKeyDown(press: KeyboardEvent) {
  const { key, currentTarget } = press
  // Of the device's own back key nobody outside hears: Escape would leave more than the page on its screen.
  if (!press.nativeEvent.isTrusted) {
    press.stopPropagation()
    return
  }
  for (const drawn of currentTarget.querySelectorAll<HTMLElement>('[data-key]')) {
    if (isKeyFor(drawn.dataset.key ?? '', key)) drawn.setAttribute('data-down', '')
  }
}

function followKeyUp({ currentTarget }: { currentTarget: Element }) {
  for (const drawn of currentTarget.querySelectorAll('[data-down]')) drawn.removeAttribute('data-down')
}
