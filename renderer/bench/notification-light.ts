import type { HandheldView } from '../../server/lab/api/index.ts'
import { unreadWords } from '../words.ts'

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
  if (!isOn) return { colour: 'off', words: 'Light is off: no power' }
  if (unread > 0) return { colour: 'red', words: `Light blinks red: ${unreadWords(unread)}` }
  if (coverage === 'none') return { colour: 'amber', words: 'Light is amber: outside coverage' }
  const isWell = reason === null || reason === 'user'
  if (state === 'signed-out' && !isWell) {
    return { colour: 'red', words: 'Light blinks red: see the screen for what went wrong' }
  }
  return { colour: 'green', words: 'Light blinks green: in coverage, no unread messages' }
}
