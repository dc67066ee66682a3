import { languageNow } from './words.ts'

let latest: { language: string; collator: Intl.Collator } | null = null

/** Orders names as people do: `load2` before `load10`, upper and lower case alike. */
export function inNaturalOrder(left: string, right: string): number {
  const language = languageNow()
  // Making one takes long.
  if (latest?.language !== language) {
    latest = { language, collator: new Intl.Collator(language, { numeric: true, sensitivity: 'base' }) }
  }
  return latest.collator.compare(left, right)
}
