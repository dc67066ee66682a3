import { X } from 'lucide-react'
import { dismissToast, type Toast, useToasts } from '../store/toasts.ts'
import './toasts.css'

/** Short messages at the bottom: what was refused and what to do about it, or a way back. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const { action } = toast
  return (
    <div className="toast" data-kind={toast.kind} role={toast.kind === 'failure' ? 'alert' : undefined}>
      <div className="toast-words">
        <p className="toast-title">{toast.title}</p>
        <p>{toast.text}</p>
        {toast.remedy != null && <p className="toast-remedy">{toast.remedy}</p>}
      </div>
      {action !== undefined && (
        <button
          type="button"
          className="button toast-action"
          onClick={() => {
            dismissToast(toast.id)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className="button quiet icon"
        aria-label="Dismiss"
        onClick={() => dismissToast(toast.id)}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  )
}
