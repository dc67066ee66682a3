/**
 * Characters that change how the text around them is drawn, and are not drawn themselves: directional overrides, embeddings,
 * isolates and marks; invisible spaces; control codes. Joiners (U+200C and U+200D) are not among them, since Persian and emoji
 * need them, and they move nothing.
 */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control codes are what it finds
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/u

const everyInvisible = new RegExp(invisible, 'gu')

/** As the Unicode standard abbreviates them; others are shown by their number. */
const abbreviations: Readonly<Record<string, string>> = {
  '\u061c': 'ALM',
  '\u200b': 'ZWSP',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2060': 'WJ',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\ufeff': 'BOM',
}

/** A piece of a text: what is written, or the abbreviation of one invisible character. */
export interface TextPart {
  text: string
  /** The code point of an invisible character, such as `U+202E`; null for what is written. */
  codePoint: string | null
}

/** Cuts a text at its invisible characters. */
export function partsOf(text: string): readonly TextPart[] {
  if (!invisible.test(text)) return [{ text, codePoint: null }]
  const parts: TextPart[] = []
  let from = 0
  for (const { index, 0: character } of text.matchAll(everyInvisible)) {
    if (index > from) parts.push({ text: text.slice(from, index), codePoint: null })
    const codePoint = codePointOf(character)
    parts.push({ text: abbreviations[character] ?? codePoint, codePoint })
    from = index + character.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), codePoint: null })
  return parts
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Letters that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * A text of people for a place that takes no elements, such as a tooltip or a toast: its invisible characters can be read, and
 * its direction does not reach the words around it.
 * @example visibleText('live\u202egnp.exe') // 'live⟨RLO⟩gnp.exe'
 */
export function visibleText(text: string): string {
  const read = withVisibleMarks(text)
  return rightToLeft.test(read) ? `\u2068${read}\u2069` : read
}

/** A text of several lines, such as a file, with its invisible characters as they can be read. */
export function withVisibleMarks(text: string): string {
  return partsOf(text)
    .map((part) => (part.codePoint === null ? part.text : `⟨${part.text}⟩`))
    .join('')
}
