import type { HandheldView } from '#contract'
import { coverageWords, modelWords, presenceWords, stateWords } from '../words/words.ts'

/** Whether a handheld is what somebody looks for: every word must occur in its name, user, PIN, model, state, presence or coverage. */
export function matchesHandheld(handheld: HandheldView, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const haystack = [
    handheld.name,
    handheld.user,
    handheld.signedInUser ?? '',
    handheld.pin,
    modelWords[handheld.model],
    handheld.state,
    stateWords[handheld.state],
    handheld.reason ?? '',
    `coverage:${coverageWords[handheld.coverage]}`,
    handheld.coverage === 'none' ? 'no coverage' : '',
    handheld.presence === null ? '' : presenceWords[handheld.presence],
    handheld.unread > 0 ? 'unread' : '',
  ]
    .join('\n')
    .toLowerCase()
  return words.every((word) => haystack.includes(word))
}
