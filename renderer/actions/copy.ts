import { Copy } from 'lucide-react'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import type { Action } from './action.ts'

/** A text for the clipboard, and what people call it. */
interface Copied {
  label: string
  text: string
}

/** Puts a text into the clipboard and says so. */
export const copyText: Action<Copied> = {
  name: 'copy',
  group: 'window',
  label: ({ label }) => label,
  icon: () => Copy,
  async perform({ label, text }) {
    const { inspector } = wordsNow().page
    try {
      await navigator.clipboard.writeText(text)
      showToast({ kind: 'done', title: inspector.copied, text: label })
    } catch {
      showToast({ kind: 'failure', title: inspector.notCopied, text: inspector.notCopiedReason })
    }
  },
  offers: () => [],
}
