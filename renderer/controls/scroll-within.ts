/** Scrolls a list so that one of its entries is in sight. Unlike `scrollIntoView` it moves nothing around the list. */
export function scrollWithin(list: HTMLElement, entry: Element): void {
  const frame = list.getBoundingClientRect()
  const { top, bottom } = entry.getBoundingClientRect()
  // The rectangles are in pixels of the window, in which the page may be drawn larger.
  const scale = frame.height / list.offsetHeight
  if (top < frame.top) list.scrollTop -= (frame.top - top) / scale
  else if (bottom > frame.bottom) list.scrollTop += (bottom - frame.bottom) / scale
}

/** Scrolls a list so that one of its entries is at its top. */
export function scrollToTop(list: HTMLElement, entry: Element): void {
  const frame = list.getBoundingClientRect()
  const paddingTop = Number.parseFloat(getComputedStyle(list).paddingTop)
  const scale = frame.height / list.offsetHeight
  list.scrollTop += (entry.getBoundingClientRect().top - frame.top) / scale - paddingTop
}
