import { BoundedMap } from '../../base/index.ts'

/**
 * Copies a text that is kept for long. V8 makes a text that was cut from a message a view of that message, and one that was put
 * together a tree of its pieces: kept as it is, it would keep the whole message in memory.
 */
export function ownText(text: string): string {
  // V8 never makes a view of less than 13 characters.
  return text.length < 13 ? text : Buffer.from(text).toString()
}

/** Longer texts are not looked for: what is equal in many messages is short. */
const longestShared = 1_000
const shared = new BoundedMap<string, string>(1_000)

/** As {@link ownText}, for a text that many others send, too, such as the state of somebody who is available: equal ones share one copy. */
export function sharedText(text: string): string {
  if (text.length > longestShared) return ownText(text)
  const known = shared.get(text)
  if (known !== undefined) return known
  const own = ownText(text)
  shared.set(own, own)
  return own
}
