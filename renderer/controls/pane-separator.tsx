import { Separator } from 'react-resizable-panels'

/** The library makes it a stop of the Tab key; keys change the sizes of panes by an action instead, wherever the focus is. */
function leaveOutOfTabOrder(element: HTMLDivElement | null): void {
  element?.setAttribute('tabindex', '-1')
}

/** Between two panels. @param isVertical whether the panels stand side by side */
export function PaneSeparator({ isVertical }: { isVertical: boolean }) {
  return (
    <Separator
      elementRef={leaveOutOfTabOrder}
      className={isVertical ? 'separator is-vertical' : 'separator is-horizontal'}
    />
  )
}
