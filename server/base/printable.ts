/**
 * What programs outside make of a text, in one place: whatever a peer or a file had Bramble say passes here before it gets to
 * a terminal, a report, a log or a capture file. Control characters would move the cursor, ring, or end a line; bidirectional
 * ones would have a line read otherwise than it is (CVE-2021-42574); half a surrogate pair is no text at all.
 */

/** C0 but tab and line feed, DEL, C1, line and paragraph separators, bidirectional controls, halves, and noncharacters. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu

/** The same text, with a question mark for each character that cannot be shown. Tabs and line breaks stay. */
export function printable(text: string): string {
  return text.replace(unprintable, '?')
}

/** The same in one line. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s+/g, ' '))
}

/** JSON that says the same and can be shown: what JSON.stringify leaves as it is, is written as an escape. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
