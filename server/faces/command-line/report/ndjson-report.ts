import { reportFormat } from '#contract'
import { printableJson } from '../../../base/index.ts'
import { reportVersion } from './report-schema.ts'
import type { Tally } from './text-report.ts'

/** The report as JSON lines, each written as soon as it is known: `begin`, one `scenario` for each run, and `end`. */
export const ndjsonReport = {
  begin: () => line({ type: 'begin', format: reportFormat, version: reportVersion }),
  /** @param entry one run, as JSON */
  entry: (entry: string) => line({ type: 'scenario', ...objectOf(entry) }),
  end: (outcome: string, { passed, failed, skipped, unusable }: Tally) =>
    line({ type: 'end', outcome, passed, failed, skipped, unusable }),
}

function line(value: object): string {
  return `${printableJson(value)}\n`
}

function objectOf(json: string): object {
  const value: unknown = JSON.parse(json)
  return typeof value === 'object' && value !== null ? value : {}
}
