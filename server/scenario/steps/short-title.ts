import { formatDuration } from '#contract'

/**
 * A step in short, such as `login alice` or `service (idleTimeout 5m)`. Passwords stay out.
 * @param durations the keys whose numbers are milliseconds; people know them as `3h`
 */
export function shortTitle(key: string, value: unknown, durations: readonly string[] = []): string {
  if (typeof value === 'number' && durations.includes(key)) return `${key} ${formatDuration(value)}`
  if (typeof value !== 'object' || value === null) return `${key} ${value}`
  const parts = Object.entries(value)
    .filter(([name]) => name !== 'password')
    .map(([name, one]) => shortTitle(name, one, durations))
  return `${key} (${parts.join(', ')})`
}
