/**
 * Makes text safe to show. Every text that comes from a peer or a file passes through here before it reaches a terminal, a
 * report, a log or a capture file. Control characters could move the cursor or end a line, bidirectional controls could make a
 * line look different from its content (CVE-2021-42574), and half a surrogate pair is not valid text.
 */

/** C0 except tab and line feed, DEL, C1, line and paragraph separators, bidirectional controls, halves, and noncharacters. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu

/** Replaces each character that must not be shown by a question mark. Tabs and line breaks stay. */
export function printable(text: string): string {
  return text.replace(unprintable, '?')
}

/** As `printable`, and puts the text on one line. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s+/g, ' '))
}

/** JSON in which the characters that must not be shown are escaped; JSON.stringify leaves some of them as they are. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
