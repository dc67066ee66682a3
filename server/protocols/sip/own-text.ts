/**
 * Copies a text that is kept for long. V8 makes a text that was cut from a message a view of that message, and one that was put
 * together a tree of its pieces: kept as it is, it would keep the whole message in memory.
 */
export function ownText(text: string): string {
  // V8 never makes a view of less than 13 characters.
  return text.length < 13 ? text : Buffer.from(text).toString()
}
