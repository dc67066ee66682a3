import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
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

  useEffect(() => {
    const dialog = element.current
    if (dialog === null || dialog.open) return
    dialog.showModal()
    // Otherwise the browser focuses the first button, which closes the dialog.
    dialog.querySelector<HTMLElement>('[data-first-focus], form input')?.focus()
  }, [])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too; the click is the one on the backdrop
    <dialog
      ref={element}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(click) => {
        if (click.target === element.current) onClose()
      }}
    >
      <header className={isHeadHidden ? 'visually-hidden' : 'dialog-head'}>
        <h2 id={titleId}>{title}</h2>
        {isHeadHidden || (
          <button type="button" className="button quiet icon" aria-label={shell.close} onClick={onClose}>
            <X size={16} aria-hidden />
          </button>
        )}
      </header>
      {children}
    </dialog>
  )
}
