import { labNow } from '../store/selectors.ts'

/** How far the page's clock is ahead of UTC, in minutes: the table shows times of day on it, and filters are understood so. */
export function zoneOffsetMinutes(): number {
  return -new Date(labNow()).getTimezoneOffset()
}
