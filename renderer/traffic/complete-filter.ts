import { filterKeyNamed, filterKeys } from '#contract'
import { wordsNow } from '../words/words.ts'

/** A completion for the filter. */
export interface Completion {
  /** What is shown, such as `hop:` or `up`. */
  label: string
  explanation: string
  /** The whole filter with this completion applied. */
  text: string
}

const mostValues = 12

/** Completions for the last word: keys, or values of its key. Empty where nothing begins like it. */
export function completionsOf(text: string, handhelds: readonly string[]): Completion[] {
  const [, begun = '', sign = '', word = ''] = /^(.*?)(-?)([^\s()"]*)$/s.exec(text) ?? []
  const head = `${begun}${sign}`
  const [, name, value = ''] = /^([A-Za-z-]+):(.*)$/.exec(word) ?? []
  if (name === undefined) {
    if (word === '' && text !== '') return []
    const { filterKeys: filterKeyWords } = wordsNow().page.traffic
    return filterKeys
      .filter((key) => key.name.startsWith(word.toLowerCase()))
      .map((key) => ({
        label: `${key.name}:`,
        explanation: filterKeyWords[key.name] ?? key.explanation,
        text: `${head}${key.name}:`,
      }))
  }
  const key = filterKeyNamed(name)
  if (!key) return []
  return (key.name === 'handheld' ? handhelds : key.values)
    .filter((one) => isBegun(one, value))
    .slice(0, mostValues)
    .map((one) => ({
      label: one,
      explanation: `${name}:${one}`,
      text: `${head}${name}:${quoted(one)} `,
    }))
}

function isBegun(value: string, start: string): boolean {
  return value.toLowerCase().startsWith(start.toLowerCase()) && value.length > start.length
}

function quoted(value: string): string {
  return /[\s()"']/.test(value) ? `"${value}"` : value
}
