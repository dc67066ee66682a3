/** What the keys and the trackpad of a device do on its screen: write, move the selection, press, go back. */

const fields = 'textarea, input:not([type=checkbox])'
const stops = `button:not(:disabled), select:not(:disabled), ${fields}`

type Field = HTMLInputElement | HTMLTextAreaElement

function isField(element: Element | null): element is Field {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
}

/** What has the focus on this screen. */
function focusedOn(screen: Element): HTMLElement | null {
  const { activeElement } = document
  return activeElement instanceof HTMLElement && screen.contains(activeElement) ? activeElement : null
}

/** The field that is typed into: the one with the focus, or the screen's first empty one, which then gets it. */
function fieldOn(screen: Element): Field | null {
  const focused = focusedOn(screen)
  if (isField(focused)) return focused
  const all = [...screen.querySelectorAll<Field>(fields)]
  const field = all.find(({ value }) => value === '') ?? all[0] ?? null
  field?.focus({ preventScroll: true })
  return field
}

/** Writes as if somebody had typed. @param replaced how many characters before the caret it replaces */
export function write(screen: Element, text: string, replaced = 0): void {
  const field = fieldOn(screen)
  if (field === null) return
  const { value, maxLength } = field
  const end = field.selectionEnd ?? value.length
  const start = Math.max(0, (field.selectionStart ?? value.length) - replaced)
  if (maxLength >= 0 && value.length - (end - start) + text.length > maxLength) return
  change(field, text, start, end, 'insertText')
}

export function eraseBefore(screen: Element): void {
  const field = fieldOn(screen)
  if (field === null) return
  const end = field.selectionEnd ?? field.value.length
  const start = field.selectionStart ?? end
  change(field, '', start === end ? Math.max(0, start - 1) : start, end, 'deleteContentBackward')
}

function change(field: Field, text: string, start: number, end: number, inputType: string): void {
  field.setRangeText(text, start, end, 'end')
  // React, and whoever else follows the field, hears of it as of a real key.
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType }))
}

export type Direction = 'up' | 'down' | 'left' | 'right'

/** Moves the selection: to what comes next or before on the screen; within a text, the caret to the left or right. */
export function moveSelection(screen: Element, direction: Direction): void {
  const focused = focusedOn(screen)
  const step = direction === 'up' || direction === 'left' ? -1 : 1
  if (isField(focused) && (direction === 'left' || direction === 'right') && moveCaret(focused, step)) return
  const all = [...screen.querySelectorAll<HTMLElement>(stops)].filter((one) => one.checkVisibility())
  const at = focused === null ? -1 : all.indexOf(focused)
  choose(screen, all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))])
}

function moveCaret(field: Field, step: 1 | -1): boolean {
  const at = (field.selectionEnd ?? field.value.length) + step
  if (at < 0 || at > field.value.length) return false
  field.setSelectionRange(at, at)
  return true
}

/** Gives it the focus, with a ring: the browser draws none for somebody who uses a pointer. */
function choose(screen: Element, element: HTMLElement | undefined): void {
  screen.querySelector('[data-cursor]')?.removeAttribute('data-cursor')
  element?.setAttribute('data-cursor', '')
  element?.focus()
}

/** Presses what is selected, as Enter does: a button is pressed, a form sent. Where nothing is selected, the first thing is. */
export function pressSelected(screen: Element): void {
  const focused = focusedOn(screen)
  if (focused === null) moveSelection(screen, 'down')
  else if (isField(focused)) focused.form?.requestSubmit()
  else focused.click()
}

/** Sends the login where somebody can log in; else opens what is selected. */
export function call(screen: Element): void {
  const form = screen.querySelector<HTMLFormElement>('form.sign-in')
  if (form === null) pressSelected(screen)
  else form.requestSubmit()
}

/** Goes back, as Escape does. */
export function goBack(screen: Element): void {
  const target = focusedOn(screen) ?? screen.querySelector('.messenger-page') ?? screen
  target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
}

/** Goes back to the first page, and leaves the device. */
export function leave(screen: Element): void {
  goBack(screen)
  focusedOn(screen)?.blur()
}
