import { z } from 'zod'

const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const form = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/

/** Reads `250ms`, `90s`, `5m`, `2h`, `30d`. @returns milliseconds, or null where the text is no duration */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = form.exec(text.trim()) ?? []
  if (amount === undefined || unit === undefined) return null
  return Math.round(Number(amount) * unitsMs[unit as keyof typeof unitsMs])
}

/** Writes a duration in the largest unit that says it exactly. */
export function formatDuration(durationMs: number): string {
  const units = Object.entries(unitsMs).reverse()
  const [name, sizeMs] = units.find(([, size]) => durationMs >= size && durationMs % size === 0) ?? ['ms', 1]
  return `${durationMs / sizeMs}${name}`
}

/** A duration as files write it; milliseconds once read. */
export const duration = z
  .string({ error: 'a duration such as 250ms, 90s, 5m, 2h or 30d' })
  .regex(form, 'a duration such as 250ms, 90s, 5m, 2h or 30d')
  .transform((text) => parseDuration(text) ?? 0)
