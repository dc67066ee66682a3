import type { HandheldView } from '#contract'
import { wordsNow } from '../words/words.ts'

/** Whether a handheld is what somebody looks for: every word must occur in its name, user, PIN, model, state, presence or coverage. */
export function matchesHandheld(handheld: HandheldView, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const { labels, page } = wordsNow()
  const { noCoverage, unread } = page.bench.search
  const haystack = [
    handheld.name,
    handheld.user,
    handheld.signedInUser ?? '',
    handheld.pin,
    labels.model[handheld.model],
    handheld.state,
    labels.state[handheld.state],
    handheld.reason ?? '',
    `coverage:${labels.coverage[handheld.coverage]}`,
    handheld.coverage === 'none' ? noCoverage : '',
    handheld.presence === null ? '' : labels.presence[handheld.presence],
    handheld.unread > 0 ? unread : '',
  ]
    .join('\n')
    .toLowerCase()
  return words.every((word) => haystack.includes(word))
}
