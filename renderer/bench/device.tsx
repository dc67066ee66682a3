import { memo } from 'react'
import type { HandheldView, Model } from '#contract'
import { Hint } from '../controls/hint.tsx'
import type { DeviceCondition } from '../store/device-condition.ts'
import { useWords } from '../words/words.ts'
import { HeldStack } from './device-signs.tsx'
import { notificationLight } from './notification-light.ts'
import { Screen } from './screen.tsx'

/** A drawing of the handheld's model, with the screen in it. */
export function Device({ handheld, condition }: { handheld: HandheldView; condition: DeviceCondition }) {
  const body = bodyOf[handheld.model]
  const light = notificationLight(useWords(), handheld)
  return (
    <div className={`device ${handheld.model}`} data-light={light.colour}>
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
      <NavigationKeys isBall={body.hasBall} />
      {body.keyRows.length > 0 && <Keyboard rows={body.keyRows} />}
    </div>
  )
}

/** The row under the screen: call, menu, trackpad or trackball, back, end. */
const NavigationKeys = memo(function NavigationKeys({ isBall }: { isBall: boolean }) {
  return (
    <div className="navigation" aria-hidden>
      <span className="navigation-key call">
        <PhoneMark />
      </span>
      <span className="navigation-key menu">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          {[3, 8, 13].flatMap((x) =>
            [4, 8, 12].map((y) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1.3" />),
          )}
        </svg>
      </span>
      <span className={isBall ? 'pointer-ball' : 'pointer-pad'} />
      <span className="navigation-key back">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 5h6a3.5 3.5 0 0 1 0 7H6M4 5l3-3M4 5l3 3" />
        </svg>
      </span>
      <span className="navigation-key end">
        <PhoneMark />
      </span>
    </div>
  )
})

function PhoneMark() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 9c3-3.4 9-3.4 12 0l-1.6 2-2.6-1V8.4a8 8 0 0 0-3.600 0V10l-2.600 1z" />
    </svg>
  )
}

/** The drawn keyboard. It is decoration: people type into the screen. */
const Keyboard = memo(function Keyboard({ rows }: { rows: readonly (readonly string[])[] }) {
  return (
    <div className="keyboard" aria-hidden>
      {rows.map((row) => (
        <div key={row.join('')} className="key-row">
          {row.map((legend) => (
            <span key={legend} className={legend === ' ' ? 'key space' : 'key'}>
              {legend.trim()}
            </span>
          ))}
        </div>
      ))}
    </div>
  )
})

interface DeviceBody {
  /** The keyboard's rows, each key by its legend; none for a device whose keyboard is slid in. */
  keyRows: readonly (readonly string[])[]
  /** A trackball instead of a trackpad. */
  hasBall: boolean
}

const letters = [
  [...'qwertyuiop'],
  [...'asdfghjkl', '⌫'],
  ['alt', ...'zxcvbnm', '⏎'],
  ['⇧', '0', ' ', 'sym', '$'],
]

/** What sets one model's body apart from another's; sizes and colours are in device.css. */
const bodyOf: Record<Model, DeviceBody> = {
  'bold-9900': { keyRows: letters, hasBall: false },
  'curve-8520': { keyRows: letters, hasBall: false },
  'pearl-8100': {
    keyRows: [
      ['qw', 'er', 'ty', 'ui', 'op'],
      ['as', 'df', 'gh', 'jk', 'l'],
      ['zx', 'cv', 'bn', 'm', '⌫'],
      ['alt', '*', ' ', '#', '⏎'],
    ],
    hasBall: true,
  },
  'torch-9800': { keyRows: [], hasBall: false },
}
