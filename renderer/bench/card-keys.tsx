import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { select, useSelection } from '../store/selection.ts'
import { targetOf } from './roving.ts'

const stops = 'button:not(:disabled), select:not(:disabled), input:not(:disabled), textarea:not(:disabled)'

/**
 * The keyboard among cards. For the Tab key all of them are one place: it leads to the current card, through its controls, and out.
 * Arrows move from card to card, Enter leads into one and Escape back to it, Space selects it.
 */
export function CardFrame({
  names,
  current,
  onCurrent,
  columns,
  reveal,
  children,
}: {
  names: readonly string[]
  current: string | null
  onCurrent: (name: string) => void
  /** How many stand side by side now. */
  columns: (frame: HTMLElement) => number
  /** Has a card drawn that may be out of sight. */
  reveal: (index: number) => void
  children: ReactNode
}) {
  const frame = useRef<HTMLDivElement>(null)
  const [before, after] = [useRef<HTMLSpanElement>(null), useRef<HTMLSpanElement>(null)]
  const isByTab = useIsByTab()
  const focusing = useRef<string | null>(null)

  // The card that an arrow leads to may be drawn only after the bench has scrolled.
  useEffect(() => {
    if (focusing.current === null) return
    const card = cardOf(focusing.current)
    if (!card) return
    focusing.current = null
    card.focus()
  })

  function cardOf(name: string): HTMLElement | null {
    return frame.current?.querySelector<HTMLElement>(`[data-handheld="${CSS.escape(name)}"]`) ?? null
  }

  function onFocus({ target, relatedTarget }: FocusEvent<HTMLElement>) {
    const name = target.closest<HTMLElement>('[data-handheld]')?.dataset.handheld
    if (name === undefined) return
    const isFromOutside = !(relatedTarget instanceof Node && frame.current?.contains(relatedTarget))
    const wanted = current === null ? null : cardOf(current)
    if (isFromOutside && isByTab.current && wanted !== null && target !== wanted) wanted.focus()
    else onCurrent(name)
  }

  function onKeyDown(press: KeyboardEvent<HTMLElement>) {
    const { target, key } = press
    if (!(target instanceof HTMLElement)) return
    const card = target.closest<HTMLElement>('[data-handheld]')
    const name = card?.dataset.handheld
    if (card === null || name === undefined) return
    if (key === 'Tab') leaveByTab(card, target, press.shiftKey)
    else if (target === card) onCardKey(press, card, name)
    else if (key === 'Escape' && !press.defaultPrevented) card.focus()
  }

  /** From its first and last stop the Tab key leaves all cards: the browser goes on from a guard beside them. */
  function leaveByTab(card: HTMLElement, from: HTMLElement, isBack: boolean) {
    const all = [
      card,
      ...[...card.querySelectorAll<HTMLElement>(stops)].filter((one) => one.checkVisibility()),
    ]
    const edge = isBack ? all[0] : all.at(-1)
    if (from !== edge) return
    const guard = isBack ? before : after
    guard.current?.focus({ preventScroll: true })
  }

  function onCardKey(press: KeyboardEvent, card: HTMLElement, name: string) {
    if (press.ctrlKey || press.metaKey || press.altKey || frame.current === null) return
    const side = columns(frame.current)
    const to = targetOf(press.key, {
      index: names.indexOf(name),
      columns: side,
      page: 2,
      count: names.length,
    })
    const next = to === null ? undefined : names[to]
    if (to !== null && next !== undefined) {
      press.preventDefault()
      if (press.shiftKey) select(next, names, { isToggle: false, isRange: true })
      focusing.current = next
      onCurrent(next)
      reveal(to)
      const drawn = cardOf(next)
      if (drawn !== null) {
        focusing.current = null
        drawn.focus()
      }
    } else if (press.key === ' ') {
      press.preventDefault()
      select(name, useSelection.getState().shown, { isToggle: true, isRange: press.shiftKey })
    } else if (press.key === 'Enter') {
      press.preventDefault()
      const first =
        card.querySelector<HTMLElement>('.screen input, .screen button') ??
        card.querySelector<HTMLElement>(stops)
      first?.focus()
    }
  }

  return (
    <>
      <span ref={before} tabIndex={-1} className="focus-guard" />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys move between the cards, which take the focus */}
      <div ref={frame} className="menu-around" onFocus={onFocus} onKeyDown={onKeyDown}>
        {children}
      </div>
      <span ref={after} tabIndex={-1} className="focus-guard" />
    </>
  )
}

/** Which card the Tab key leads to: the one that had the focus last, or the first. */
export function useCurrentCard(names: readonly string[]) {
  const [last, setCurrent] = useState<string | null>(null)
  const current = last !== null && names.includes(last) ? last : (names[0] ?? null)
  return { current, setCurrent }
}

/** Whether the latest thing that somebody did was to press the Tab key. */
function useIsByTab() {
  const isByTab = useRef(false)
  useEffect(() => {
    const onKey = ({ key }: globalThis.KeyboardEvent) => {
      isByTab.current = key === 'Tab'
    }
    const onPointer = () => {
      isByTab.current = false
    }
    window.addEventListener('keydown', onKey, true)
    window.addEventListener('pointerdown', onPointer, true)
    return () => {
      window.removeEventListener('keydown', onKey, true)
      window.removeEventListener('pointerdown', onPointer, true)
    }
  }, [])
  return isByTab
}
