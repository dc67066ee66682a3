import { reportFormat } from '#contract'
import { reportVersion } from './report-schema.ts'
import type { Tally } from './text-report.ts'

/** Writes the report piece by piece: a hundred thousand runs need no more memory than one. */
export interface JsonReport {
  begin(): string
  /** @param entry one run, as JSON */
  entry(entry: string): string
  end(outcome: string, tally: Tally): string
}

export function jsonReport(): JsonReport {
  let isFirst = true
  return {
    begin: () => `{\n  "format": "${reportFormat}",\n  "version": ${reportVersion},\n  "scenarios": [`,
    entry(entry) {
      const lead = isFirst ? '' : ','
      isFirst = false
      // A line break in a JSON text is never inside a string.
      return `${lead}\n    ${entry.replaceAll('\n', '\n    ')}`
    },
    end(outcome, { passed, failed, skipped, unusable }) {
      const rest = { outcome, passed, failed, skipped, unusable }
      return `\n  ],${JSON.stringify(rest, null, 2).slice(1)}\n`
    },
  }
}
