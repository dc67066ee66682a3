import type { Language } from '#words'
import { languageNow } from './words.ts'

/** Times and sizes as people read them, in the page's language. */

const locales = new Map<Language, string>()

/** The browser's own tag for the page's language, such as `en-GB`, since it also says how a country writes dates. */
function localeNow(): string {
  const language = languageNow()
  const known = locales.get(language)
  if (known !== undefined) return known
  const own = globalThis.navigator?.languages ?? []
  const locale = own.find((tag) => tag.split('-')[0] === language && isValid(tag)) ?? language
  locales.set(language, locale)
  return locale
}

/** Where the system has no locale, Chromium says `en-US@posix`, which is no tag: formats made with it throw. */
function isValid(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes long, and a table of frames needs hundreds. */
function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = localeNow()
  const key = `${locale} ${name}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, known)
  return known
}

/** `14:03:07` */
export function clockTime(at: number): string {
  return format('clock', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at)
}

/** `14:03` */
export function clockMinutes(at: number): string {
  return clockTime(at).slice(0, 5)
}

/** `14:03` for what was today, `3 May` for what was before. */
export function timeOrDay(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return isToday ? clockMinutes(at) : format('short day', { day: 'numeric', month: 'short' }).format(at)
}

/** `Tue, 3 May` */
export function dayOf(at: number): string {
  return format('day', { weekday: 'short', day: 'numeric', month: 'short' }).format(at)
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
  return `${decimal(durationMs / 1_000, 2)} s`
}

/** `312 B`, `2.1 KB` */
export function byteSize(bytes: number): string {
  return bytes < 1_024 ? `${bytes} B` : `${decimal(bytes / 1_024, 1)} KB`
}

const decimals = new Map<string, Intl.NumberFormat>()

function decimal(value: number, digits: number): string {
  const key = `${languageNow()} ${digits}`
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const known = decimals.get(key) ?? new Intl.NumberFormat(languageNow(), { ...fraction, useGrouping: false })
  decimals.set(key, known)
  return known.format(value)
}
