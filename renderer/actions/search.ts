import type { BoundAction } from './action.ts'
import { actionWords } from './words.ts'

/** How good a match is, best first; each word typed must match in one of these ways. */
const score = {
  labelWord: 6,
  keyword: 5,
  labelBeginning: 4,
  keywordBeginning: 3,
  within: 2,
  scattered: 1,
} as const

/**
 * The actions that somebody who typed this may mean, best first. Every word typed must be found in the label or the
 * keywords of an action; whole words count more than beginnings, and the label more than keywords. What cannot be done now
 * comes after what can.
 * @example searchActions(offered, 'login bob')[0]?.label // 'Log in on bob'
 */
export function searchActions(offered: readonly BoundAction[], typed: string): readonly BoundAction[] {
  const words = wordsOf(typed)
  if (words.length === 0) return offered
  return offered
    .flatMap((action) => {
      const found = scoreOf(action, words)
      return found === null ? [] : [{ action, score: action.obstacle === null ? found : found - 100 }]
    })
    .sort((one, other) => other.score - one.score)
    .map(({ action }) => action)
}

function wordsOf(text: string): string[] {
  const words = text
    .toLowerCase()
    .split(/[\s:…,“”]+/)
    .filter(Boolean)
  const telling = words.filter((word) => !actionWords().fillers.includes(word))
  return telling.length === 0 ? words : telling
}

function scoreOf(action: BoundAction, words: readonly string[]): number | null {
  const label = wordsOf(action.label)
  const keywords = action.keywords.flatMap((keyword) => [keyword.toLowerCase(), ...wordsOf(keyword)])
  let sum = 0
  for (const word of words) {
    const found = scoreOfWord(word, label, keywords)
    if (found === 0 || (found === score.scattered && action.isDestructive)) return null
    sum += found
  }
  // Of two that match as well, the one that says less besides is meant.
  return sum - label.length / 100
}

function scoreOfWord(word: string, label: readonly string[], keywords: readonly string[]): number {
  if (label.includes(word)) return score.labelWord
  if (keywords.includes(word)) return score.keyword
  if (label.some((one) => one.startsWith(word))) return score.labelBeginning
  if (keywords.some((one) => one.startsWith(word))) return score.keywordBeginning
  if (label.some((one) => one.includes(word))) return score.within
  if (word.length >= 3 && label.some((one) => isScatteredIn(word, one))) return score.scattered
  return 0
}

/** Whether the letters occur in this order: `cvrg` in `coverage`. */
function isScatteredIn(letters: string, word: string): boolean {
  let from = 0
  for (const letter of letters) {
    const at = word.indexOf(letter, from)
    if (at < 0) return false
    from = at + 1
  }
  return true
}
