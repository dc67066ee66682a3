import { z } from 'zod'

const unitsBits = { '': 1, k: 1_000, m: 1_000_000, g: 1_000_000_000 } as const

const form = /^(\d+(?:\.\d+)?) ?([kKmMgG]?)(?:bit|bits|bps|bit\/s)$/
const words = 'bits per second as a number, or a rate such as 40kbit, 1.5mbit or 384kbps'

/** Parses `40kbit`, `1.5mbit`, `384kbps` or `9600bit`. Units are bits and powers of 1,000. @returns bits per second, or null */
function parseBitRate(text: string): number | null {
  const [, amount, prefix] = form.exec(text.trim()) ?? []
  const unit = Object.entries(unitsBits).find(([name]) => name === prefix?.toLowerCase())
  return amount === undefined || unit === undefined ? null : Number(amount) * unit[1]
}

/** Schema of a bandwidth in a file. Its output is bits per second. */
export const bitRate = z
  .union([z.number({ error: words }).min(1), z.string({ error: words }).regex(form, words)], { error: words })
  .transform((written) => (typeof written === 'number' ? written : (parseBitRate(written) ?? 0)))
  .refine((bitsPerSecond) => bitsPerSecond >= 1, 'expected at least one bit per second')
