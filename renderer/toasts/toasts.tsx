import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Marked } from '../words/marked.tsx'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import './toasts.css'

/** A short message at the bottom of the window. */
export interface ToastMessage {
  kind: 'failure' | 'undo' | 'done'
  /** The thing that it is about. */
  title: string
  text: string
  /** What to do about it. */
  remedy?: string | null
  action?: { label: string; run: () => void }
}

interface Shown {
  action: ToastMessage['action']
}

const lifeMs = { failure: 12_000, undo: 8_000, done: 4_000 } as const
/** More than these would cover the page; the oldest goes first. */
const most = 4

const manager = Toast.createToastManager<Shown>()
/** The toasts that are shown, oldest first. */
let shown: readonly string[] = []

/**
 * Shows a message for a while. The time stands still while the pointer or the focus is on it, and while the window is not
 * looked at. Screen readers are told: of a failure at once.
 */
export function showToast({ kind, title, text, remedy = null, action }: ToastMessage): void {
  const id = manager.add<Shown>({
    type: kind,
    title: visibleText(title),
    description:
      remedy === null ? visibleText(text) : <WithRemedy text={visibleText(text)} remedy={remedy} />,
    priority: kind === 'failure' ? 'high' : 'low',
    timeout: lifeMs[kind],
    data: { action },
    onClose() {
      shown = shown.filter((one) => one !== id)
    },
  })
  shown = [...shown, id]
  const [oldest] = shown
  if (shown.length > most && oldest !== undefined) manager.close(oldest)
}

function WithRemedy({ text, remedy }: { text: string; remedy: string }) {
  return (
    <>
      {text}
      <span className="toast-remedy">
        {' '}
        <Marked text={remedy} />
      </span>
    </>
  )
}

/** Stands around the window. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={most}>
      {children}
    </Toast.Provider>
  )
}

/** Where the messages are shown: what was refused and what to do about it, or a way back. */
export function Toasts() {
  const { shell } = useWords().page
  const { toasts } = Toast.useToastManager<Shown>()
  return (
    <Toast.Viewport className="toasts" aria-label={shell.toasts}>
      {toasts.toReversed().map((toast) => (
        <Toast.Root key={toast.id} toast={toast} className="toast" data-kind={toast.type}>
          <Toast.Content className="toast-content">
            <div className="toast-words">
              <Toast.Title className="toast-title" render={<p />} />
              <Toast.Description />
            </div>
            {toast.data?.action !== undefined && <ActionOf id={toast.id} action={toast.data.action} />}
            <Toast.Close className="button quiet icon" aria-label={shell.dismiss}>
              <X size={14} aria-hidden />
            </Toast.Close>
          </Toast.Content>
        </Toast.Root>
      ))}
    </Toast.Viewport>
  )
}

function ActionOf({ id, action }: { id: string; action: NonNullable<ToastMessage['action']> }) {
  return (
    <Toast.Action
      className="button toast-action"
      onClick={() => {
        manager.close(id)
        action.run()
      }}
    >
      {action.label}
    </Toast.Action>
  )
}
