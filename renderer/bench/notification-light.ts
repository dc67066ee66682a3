import type { HandheldView } from '#contract'
import { unreadWords } from '../words/words.ts'

export interface NotificationLight {
  colour: 'off' | 'red' | 'amber' | 'green'
  /** What it says, in words. */
  words: string
}

/**
 * What the notification light tells: red unread messages, before everything else, or that something went wrong; amber no
 * network; green all is well.
 */
export function notificationLight(handheld: HandheldView): NotificationLight {
  const { isOn, unread, coverage, state, reason } = handheld
  if (!isOn) return { colour: 'off', words: 'Light: off, no power' }
  if (unread > 0) return { colour: 'red', words: `Light: blinking red, ${unreadWords(unread)}` }
  if (coverage === 'none') return { colour: 'amber', words: 'Light: amber, no network' }
  const isWell = reason === null || reason === 'user'
  if (state === 'signed-out' && !isWell) {
    return { colour: 'red', words: 'Light: blinking red, the screen says what went wrong' }
  }
  return { colour: 'green', words: 'Light: green, all is well and nothing unread' }
}
