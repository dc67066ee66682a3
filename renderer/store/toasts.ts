import { create } from 'zustand'

export interface Toast {
  id: number
  kind: 'failure' | 'undo' | 'information'
  /** The thing that it is about. */
  title: string
  text: string
  remedy?: string | null
  action?: { label: string; run: () => void }
}

const bound = 4
const lifeMs = { failure: 12_000, undo: 8_000, information: 5_000 } as const
let lastId = 0

export const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }))

export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId += 1
  const id = lastId
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }].slice(-bound) }))
  setTimeout(() => dismissToast(id), lifeMs[toast.kind])
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }))
}
