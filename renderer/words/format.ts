/** Times and sizes as people read them. */

const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** `14:03:07` */
export function clockTime(at: number): string {
  return clockFormat.format(at)
}

/** `14:03` */
export function clockMinutes(at: number): string {
  return clockTime(at).slice(0, 5)
}

const shortDayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

/** `14:03` for what was today, `3 May` for what was before. */
export function timeOrDay(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return isToday ? clockMinutes(at) : shortDayFormat.format(at)
}

const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' })

/** `Tue, 3 May` */
export function dayOf(at: number): string {
  return dayFormat.format(at)
}

/** `14:03:07.042` */
export function preciseTime(at: number): string {
  const milliseconds = Math.floor(((at % 1_000) + 1_000) % 1_000)
  return `${clockTime(at)}.${String(milliseconds).padStart(3, '0')}`
}

/** Counts up: `0:07`, `12:40`, `3:04:09`. */
export function elapsed(durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / 1_000))
  const seconds = String(total % 60).padStart(2, '0')
  const minutes = Math.floor(total / 60) % 60
  const hours = Math.floor(total / 3_600)
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`
}

/** `0 ms`, `240 ms`, `1.42 s` */
export function tookTime(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`
  return `${(durationMs / 1_000).toFixed(2)} s`
}

/** `312 B`, `2.1 KB` */
export function byteSize(bytes: number): string {
  return bytes < 1_024 ? `${bytes} B` : `${(bytes / 1_024).toFixed(1)} KB`
}
