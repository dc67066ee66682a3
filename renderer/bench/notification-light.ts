import type { HandheldView } from '#contract'
import type { Words } from '#words'

export interface NotificationLight {
  colour: 'off' | 'red' | 'amber' | 'green'
  /** What it says, in words. */
  words: string
}

/**
 * What the notification light tells: red unread messages, before everything else, or that something went wrong; amber no
 * network; green all is well.
 */
export function notificationLight({ labels, page }: Words, handheld: HandheldView): NotificationLight {
  const words = page.bench.light
  const { isOn, unread, coverage, state, reason } = handheld
  if (!isOn) return { colour: 'off', words: words.off }
  if (unread > 0) return { colour: 'red', words: words.unread(labels.unread(unread)) }
  if (coverage === 'none') return { colour: 'amber', words: words.noNetwork }
  const isWell = reason === null || reason === 'user'
  if (state === 'signed-out' && !isWell) return { colour: 'red', words: words.wrong }
  return { colour: 'green', words: words.well }
}
