import { filterKeyNamed, filterKeys } from '#contract'
import { wordsNow } from '../words/words.ts'
import type { KnownValue } from './known-values.ts'

/** A completion for the filter. */
export interface Completion {
  /** What is shown, such as `hop:` or `up`. */
  label: string
  explanation: string
  /** The whole filter with this completion applied. */
  text: string
}

const mostValues = 12
const mostShown = 14

/** Keys whose values are compared: they are offered with the sign. */
const comparedKeys = new Set(['gap', 'took'])

/**
 * Completions for the last word: keys, or values of its key. Empty where nothing begins like it.
 * @param known the values that exist for a key; null: those of the key itself
 */
export function completionsOf(
  text: string,
  known: (key: string) => readonly KnownValue[] | null,
): Completion[] {
  const [, begun = '', sign = '', word = ''] = /^(.*?)(-?)([^\s()"]*)$/s.exec(text) ?? []
  const head = `${begun}${sign}`
  const [, name, value = ''] = /^([A-Za-z-]+):(.*)$/.exec(word) ?? []
  if (name === undefined) {
    if (word === '' && text !== '') return []
    const { filterKeys: filterKeyWords } = wordsNow().page.traffic
    return filterKeys
      .filter((key) => key.name.startsWith(word.toLowerCase()))
      .map((key) => {
        const label = `${key.name}${comparedKeys.has(key.name) ? '>' : ':'}`
        return {
          label,
          explanation: filterKeyWords[key.name] ?? key.explanation,
          text: `${head}${label}`,
        }
      })
  }
  const key = filterKeyNamed(name)
  if (!key) return []
  const completions: Completion[] = []
  for (const one of known(key.name) ?? key.values.map((own): KnownValue => ({ value: own }))) {
    if (completions.length >= mostValues) break
    if (!isBegun(one.value, value)) continue
    completions.push({
      label: shortened(one),
      explanation: `${name}:${one.value}`,
      // A header may be followed by its text.
      text: `${head}${name}:${quoted(one.value)}${key.name === 'header' ? '' : ' '}`,
    })
  }
  return completions
}

/** Long identifiers say nothing to people: their beginning and whose they are do. */
function shortened({ about, value }: KnownValue): string {
  if (about === undefined) return value
  return `${value.length > mostShown ? `${value.slice(0, mostShown)}…` : value} (${about})`
}

function isBegun(value: string, start: string): boolean {
  return value.toLowerCase().startsWith(start.toLowerCase()) && value.length > start.length
}

function quoted(value: string): string {
  return /[\s()"']/.test(value) ? `"${value}"` : value
}
