import type { HandheldView } from '#contract'
import { Hint } from '../controls/hint.tsx'
import { bodyOf } from './device-body.ts'
import { Keyboard } from './keyboard.tsx'
import { NavigationKeys } from './navigation-keys.tsx'
import { notificationLight } from './notification-light.ts'
import { Screen } from './screen.tsx'

/** The handheld as a thing: a body drawn after its model, with the screen in it. */
export function Device({ handheld }: { handheld: HandheldView }) {
  const body = bodyOf[handheld.model]
  const light = notificationLight(handheld)
  return (
    <div className={`device ${handheld.model}`} data-light={light.colour}>
      <div className="device-top">
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
        <Screen handheld={handheld} size="device" />
      </div>
      <NavigationKeys isBall={body.hasBall} />
      {body.keyRows.length > 0 && <Keyboard rows={body.keyRows} />}
    </div>
  )
}
