import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'

/** Says, once, that the window had crashed, where the desktop app has opened this page in place of one that did. */
export function sayIfRecovered(): void {
  const address = new URL(window.location.href)
  if (!address.searchParams.has('recovered')) return
  address.searchParams.delete('recovered')
  window.history.replaceState(window.history.state, '', address)
  showToast({ kind: 'failure', ...wordsNow().page.app.recovered })
}
