import { type MouseEvent, memo, type PointerEvent, useRef } from 'react'
import type { Model } from '#contract'
import { bodyOf, type Modifier, modifierOf, secondLegend, textOf } from './device-keys.ts'
import {
  call,
  type Direction,
  eraseBefore,
  goBack,
  leave,
  moveSelection,
  pressSelected,
  write,
} from './device-screen-input.ts'

/** Presses of a key of two letters within this time mean its other letter. */
const otherLetterMs = 700
/** So many pixels on the trackpad move the selection by one. */
const stepPx = 12

/**
 * The keys and the trackpad. A pointer presses them and the focus stays where it is; for the real keyboard the screen itself is the
 * place, so that they are hidden from screen readers and the Tab key passes them.
 * @param onPower called for the key that switches a device on
 */
export const DeviceKeyboard = memo(function DeviceKeyboard({
  model,
  onPower,
}: {
  model: Model
  /** Null while the device has power. */
  onPower: (() => void) | null
}) {
  const { keyRows, hasBall } = bodyOf[model]
  const modifier = useRef<{ kind: Modifier; key: HTMLElement } | null>(null)
  const last = useRef({ legend: '', at: 0, presses: 0 })

  function release() {
    modifier.current?.key.removeAttribute('data-held')
    modifier.current = null
  }

  function hold(kind: Modifier, key: HTMLElement) {
    const wasHeld = modifier.current?.key === key
    release()
    if (wasHeld) return
    key.setAttribute('data-held', '')
    modifier.current = { kind, key }
  }

  function type(screen: Element, legend: string, at: number) {
    const { current } = last
    const isAgain = legend.length > 1 && current.legend === legend && at - current.at < otherLetterMs
    const presses = isAgain ? current.presses + 1 : 0
    last.current = { legend, at, presses }
    write(screen, textOf(legend, modifier.current?.kind ?? null, presses), isAgain ? 1 : 0)
    if (legend.length === 1) release()
  }

  function onMouseDown(press: MouseEvent) {
    // The focus stays in the field that is typed into.
    press.preventDefault()
    const key = press.target instanceof Element ? press.target.closest<HTMLElement>('[data-key]') : null
    const screen = press.currentTarget.closest('.device')?.querySelector('.screen')
    const legend = key?.dataset.key
    // The right button opens the device's menu.
    if (press.button !== 0 || key === null || legend === undefined || !screen) return
    if (onPower !== null) {
      if (legend === 'end') onPower()
      return
    }
    const held = modifierOf(legend)
    if (held !== null) hold(held, key)
    else if (isNavigation(legend)) navigation[legend](screen, key)
    else type(screen, legend, press.timeStamp)
  }

  return (
    <div className="device-keys" aria-hidden onMouseDown={onMouseDown}>
      <div className="navigation">
        <span className="navigation-key call" data-key="call">
          <PhoneMark />
        </span>
        <span className="navigation-key menu" data-key="menu">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            {[3, 8, 13].flatMap((x) =>
              [4, 8, 12].map((y) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1.3" />),
            )}
          </svg>
        </span>
        <Pointer isBall={hasBall} />
        <span className="navigation-key back" data-key="back">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 5h6a3.5 3.5 0 0 1 0 7H6M4 5l3-3M4 5l3 3" />
          </svg>
        </span>
        <span className="navigation-key end" data-key="end">
          <PhoneMark />
        </span>
      </div>
      {keyRows.length > 0 && (
        <div className="keyboard">
          {keyRows.map((row) => (
            <div key={row.join('')} className="key-row">
              {row.map((legend) => (
                <span
                  key={legend}
                  className={legend === ' ' ? 'key space' : 'key'}
                  data-key={legend}
                  data-second={secondLegend(legend)}
                >
                  {legend.trim()}
                </span>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  )
})

const navigation = {
  call,
  back: goBack,
  end: leave,
  '⏎': pressSelected,
  '⌫': eraseBefore,
  menu: openMenu,
} satisfies Record<string, (screen: Element, key: HTMLElement) => void>

function isNavigation(legend: string): legend is keyof typeof navigation {
  return Object.hasOwn(navigation, legend)
}

/** Opens the menu of the device, as the right button does. */
function openMenu(_: Element, key: HTMLElement): void {
  const { left, bottom } = key.getBoundingClientRect()
  key.dispatchEvent(
    new globalThis.MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: left,
      clientY: bottom,
    }),
  )
}

/** Trackpad or trackball: a stroke moves the selection, a press without one presses what is selected. */
function Pointer({ isBall }: { isBall: boolean }) {
  const stroke = useRef<{ x: number; y: number; hasMoved: boolean } | null>(null)

  function screenOf(element: Element): Element | null {
    return element.closest('.device')?.querySelector('.screen') ?? null
  }

  function onPointerMove({ clientX, clientY, currentTarget }: PointerEvent) {
    const from = stroke.current
    const screen = screenOf(currentTarget)
    if (from === null || screen === null) return
    const [right, down] = [clientX - from.x, clientY - from.y]
    if (Math.max(Math.abs(right), Math.abs(down)) < stepPx) return
    stroke.current = { x: clientX, y: clientY, hasMoved: true }
    moveSelection(screen, directionOf(right, down))
  }

  function onPointerUp({ currentTarget }: PointerEvent) {
    const from = stroke.current
    const screen = screenOf(currentTarget)
    stroke.current = null
    if (from !== null && !from.hasMoved && screen !== null) pressSelected(screen)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: drawn for the pointer; the screen has what the keyboard needs
    <span
      className={isBall ? 'pointer-ball' : 'pointer-pad'}
      data-key="pointer-pad"
      onMouseDown={(press) => {
        press.preventDefault()
        press.stopPropagation()
      }}
      onPointerDown={(press) => {
        if (press.button !== 0) return
        press.currentTarget.setPointerCapture(press.pointerId)
        stroke.current = { x: press.clientX, y: press.clientY, hasMoved: false }
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        stroke.current = null
      }}
    />
  )
}

function directionOf(right: number, down: number): Direction {
  if (Math.abs(right) > Math.abs(down)) return right > 0 ? 'right' : 'left'
  return down > 0 ? 'down' : 'up'
}

function PhoneMark() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 9c3-3.4 9-3.4 12 0l-1.6 2-2.6-1V8.4a8 8 0 0 0-3.600 0V10l-2.600 1z" />
    </svg>
  )
}
