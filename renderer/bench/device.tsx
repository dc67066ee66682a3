import type { HandheldView } from '../../server/lab/api/index.ts'
import { bodyOf } from './device-body.ts'
import { Keyboard } from './keyboard.tsx'
import { NavigationKeys } from './navigation-keys.tsx'
import { Screen } from './screen.tsx'

/** The handheld as a thing: a body drawn after its model, with the screen in it. */
export function Device({ handheld }: { handheld: HandheldView }) {
  const body = bodyOf[handheld.model]
  return (
    <div className={`device ${handheld.model}`} data-light={lightOf(handheld)}>
      <div className="device-top" aria-hidden>
        <span className="earpiece" />
        <span className="device-light" />
      </div>
      <div className="device-glass">
        <Screen handheld={handheld} />
      </div>
      <NavigationKeys isBall={body.hasBall} />
      {body.keyRows.length > 0 && <Keyboard rows={body.keyRows} />}
    </div>
  )
}

/** What the notification light tells: red that something went wrong, amber no network, green all is well. */
function lightOf(handheld: HandheldView): 'off' | 'red' | 'amber' | 'green' {
  if (!handheld.isOn) return 'off'
  if (handheld.coverage === 'none') return 'amber'
  const isWell = handheld.reason === null || handheld.reason === 'user'
  return handheld.state === 'signed-out' && !isWell ? 'red' : 'green'
}
