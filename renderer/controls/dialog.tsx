import { X } from 'lucide-react'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useWords } from '../words/words.ts'

/** A native modal dialog: the browser keeps the focus inside and closes it on Escape. */
export function Dialog({
  title,
  onClose,
  className = '',
  isHeadHidden = false,
  children,
}: {
  title: string
  onClose: () => void
  className?: string
  isHeadHidden?: boolean
  children: ReactNode
}) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const { shell } = useWords().page

  // Before the browser paints, so that keys pressed at once reach the dialog.
  useLayoutEffect(() => {
    const dialog = element.current
    if (dialog === null || dialog.open) return
    dialog.showModal()
    // Otherwise the browser focuses the first button, which closes the dialog.
    dialog.querySelector<HTMLElement>('[data-first-focus], form input')?.focus()
  }, [])

  return (
    <dialog
      ref={element}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      onClose={onClose}
      onKeyDown={(press) => {
        // The browser's own Escape; it ignores the key while Ctrl is still held, as after Ctrl+K.
        if (press.key === 'Escape' && (press.ctrlKey || press.metaKey)) onClose()
      }}
      onClick={(click) => {
        if (click.target === element.current) onClose()
      }}
    >
      <div className={isHeadHidden ? 'visually-hidden' : 'dialog-head'}>
        <h2 id={titleId}>{title}</h2>
        {isHeadHidden || (
          <button type="button" className="button quiet icon" aria-label={shell.close} onClick={onClose}>
            <X size={16} aria-hidden />
          </button>
        )}
      </div>
      {children}
    </dialog>
  )
}
