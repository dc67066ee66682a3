import type { Words } from '#words'

/** `12 s`, `3 min`, `2 h`, `4 days` */
export function agoWords({ ago }: Words['page']['timeLine'], durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000))
  if (seconds < 60) return ago.seconds(seconds)
  if (seconds < 3_600) return ago.minutes(Math.round(seconds / 60))
  if (seconds < 86_400) return ago.hours(Math.round(seconds / 3_600))
  return ago.days(Math.round(seconds / 86_400))
}
