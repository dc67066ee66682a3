import { evidenceElement, focusedEvidence, parseEvidence } from '../store/evidence.ts'
import { pointAt, stopPointing, usePointing } from '../store/pointing.ts'

/** The element that arrow keys have come to. The attribute is set here alone, so that rows are not drawn again. */
const cursorMark = 'data-pointed'

function cursor(): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[${cursorMark}]`)
}

/** What can be pointed at and is in sight, in the order of the document. */
function pointable(): HTMLElement[] {
  const kinds = usePointing.getState().request?.kinds ?? []
  return [...document.querySelectorAll<HTMLElement>('[data-evidence]')].filter((element) => {
    const evidence = parseEvidence(element.dataset.evidence ?? '')
    return evidence !== null && kinds.includes(evidence.kind) && element.checkVisibility()
  })
}

function paneOf(element: HTMLElement | undefined): string | undefined {
  return element?.closest<HTMLElement>('[data-pane]')?.dataset.pane
}

/** Moves to the next element, or with Page keys to the first one of the next pane. @returns what stands there, to be read out */
function moveCursor(direction: 1 | -1, isByPane: boolean): string {
  const all = pointable()
  const before = cursor()
  const at = before === null ? -1 : all.indexOf(before)
  before?.removeAttribute(cursorMark)
  const ahead = direction > 0 ? all.slice(at + 1) : all.slice(0, Math.max(0, at)).reverse()
  const here = paneOf(before ?? undefined)
  const next = isByPane ? ahead.find((element) => paneOf(element) !== here) : ahead[0]
  const reached = next ?? (direction > 0 ? all[0] : all.at(-1))
  if (reached === undefined) return ''
  reached.setAttribute(cursorMark, '')
  reached.scrollIntoView({ block: 'nearest' })
  return (reached.getAttribute('aria-label') ?? reached.textContent).replace(/\s+/g, ' ').slice(0, 160)
}

const moves: Readonly<Record<string, readonly [1 | -1, boolean]>> = {
  ArrowDown: [1, false],
  ArrowUp: [-1, false],
  PageDown: [1, true],
  PageUp: [-1, true],
}

/**
 * Follows pointer and keys while something is to be pointed at. Whatever cannot be pointed at works as always, so that one can
 * scroll, filter and unfold on the way.
 * @param bar the element in which arrow keys move from one to the next
 * @param say gets what the arrow keys have come to
 * @returns ends it
 */
export function followPointing(bar: HTMLElement, say: (text: string) => void): () => void {
  const halt = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  const onPress = (event: PointerEvent) => {
    if (event.button !== 0) return
    const evidence = parseEvidence(evidenceElement(event.target)?.dataset.evidence ?? '')
    if (evidence === null || usePointing.getState().request?.kinds.includes(evidence.kind) !== true) return
    halt(event)
    // The click that follows belongs to the press: it would open the frame, or press the button.
    window.addEventListener('click', halt, { capture: true })
    const letGo = () => setTimeout(() => window.removeEventListener('click', halt, { capture: true }))
    window.addEventListener('pointerup', letGo, { capture: true, once: true })
    pointAt(evidence)
  }
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.key === 'Escape') {
      halt(press)
      stopPointing()
      return
    }
    const isInBar = document.activeElement === bar
    const move = isInBar ? moves[press.key] : undefined
    if (move !== undefined) {
      halt(press)
      say(moveCursor(...move))
    }
    if (press.key !== 'Enter') return
    const pointed = isInBar ? parseEvidence(cursor()?.dataset.evidence ?? '') : focusedEvidence()
    if (pointed === null || document.activeElement?.matches('button, input, select, textarea') === true)
      return
    halt(press)
    pointAt(pointed)
  }
  document.documentElement.setAttribute(
    'data-pointing',
    usePointing.getState().request?.kinds.join(' ') ?? '',
  )
  window.addEventListener('pointerdown', onPress, { capture: true })
  window.addEventListener('keydown', onKeyDown, { capture: true })
  return () => {
    cursor()?.removeAttribute(cursorMark)
    document.documentElement.removeAttribute('data-pointing')
    window.removeEventListener('pointerdown', onPress, { capture: true })
    window.removeEventListener('keydown', onKeyDown, { capture: true })
  }
}
