import { BoundedMap } from '#contract'

/**
 * What somebody has typed and not sent, for each conversation. Held in memory only, and apart for each person who is
 * signed in on a handheld: the next one does not find it.
 */
const drafts = new BoundedMap<string, string>(500)

function keyOf(handheld: string, user: string, sipAddress: string): string {
  return JSON.stringify([handheld, user, sipAddress])
}

export function draftFor(handheld: string, user: string, sipAddress: string): string {
  return drafts.get(keyOf(handheld, user, sipAddress)) ?? ''
}

export function keepDraft(handheld: string, user: string, sipAddress: string, text: string): void {
  const key = keyOf(handheld, user, sipAddress)
  if (text === '') drafts.delete(key)
  else drafts.setNewest(key, text)
}
