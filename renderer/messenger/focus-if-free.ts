/**
 * Gives the focus to an element of a page that was turned to, unless it is elsewhere: the button that turned the page is
 * gone, and the focus with it; somebody who types into another device keeps it.
 */
export function focusIfFree(element: HTMLElement | null): void {
  const { activeElement } = document
  if (
    activeElement === null ||
    activeElement === document.body ||
    activeElement instanceof HTMLDialogElement
  ) {
    element?.focus({ preventScroll: true })
  }
}
