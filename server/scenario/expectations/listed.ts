/** Texts that a message names. */
const mostTexts = 10

/** Texts in quotes, the first of many. */
export function listed(all: readonly string[]): string {
  if (all.length === 0) return 'none'
  const shown = all.slice(0, mostTexts).map((text) => JSON.stringify(text))
  return [...shown, ...(all.length > mostTexts ? [`… (${all.length} in all)`] : [])].join(', ')
}
