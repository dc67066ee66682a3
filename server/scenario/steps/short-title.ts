import { formatDuration } from '#contract'

/**
 * Short title of a step, such as `login alice` or `service (idleTimeout 5m)`, without passwords.
 * @param durations keys whose numbers are milliseconds, which are shown as `3h`
 */
export function shortTitle(key: string, value: unknown, durations: readonly string[] = []): string {
  if (typeof value === 'number' && durations.includes(key)) return `${key} ${formatDuration(value)}`
  if (typeof value !== 'object' || value === null) return `${key} ${value}`
  if (Array.isArray(value)) {
    return `${key} [${value.map((one) => shortTitle('', one, durations).trim()).join(', ')}]`
  }
  const parts = Object.entries(value)
    .filter(([name]) => name !== 'password')
    .map(([name, one]) => shortTitle(name, one, durations))
  return `${key} (${parts.join(', ')})`
}
