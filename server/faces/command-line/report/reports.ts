import { describeFailure, Failure, printable, systemFailure } from '../../../base/index.ts'
import { replaceFile } from '../../../base/node/index.ts'
import type { ProgressBar } from '../execute/progress-bar.ts'
import { write } from '../output.ts'
import { htmlReport } from './html-report.ts'
import { jsonReport } from './json-report.ts'
import { junitReport } from './junit-report.ts'
import { ndjsonReport } from './ndjson-report.ts'
import type { Run } from './run-result.ts'
import { coloured, summaryLine, type Tally, textReport } from './text-report.ts'

/** The reports of runs, in every requested format. */
export interface Reports {
  add(run: Run): Promise<void>
  /** @param isInterrupted whether the runs were interrupted */
  end(isInterrupted: boolean): Promise<Tally>
}

export interface ReportOptions {
  json?: boolean
  ndjson?: boolean
  junit?: string
  html?: string
  /** Whether standard output gets only JSON. */
  isSilent: boolean
  /** Whether the text goes to standard error, because another output uses standard output. */
  isTextAside: boolean
}

export function createReports(options: ReportOptions, bar: ProgressBar): Reports {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, unusable: 0 }
  const json = options.ndjson ? ndjsonReport : options.json ? jsonReport() : null
  const html = options.html === undefined ? null : { file: options.html, report: htmlReport() }
  const junit = options.junit === undefined ? null : { file: options.junit, report: junitReport() }
  let isBegun = false

  const tell = async (text: string) => {
    bar.clear()
    if (options.isSilent && !json) return
    const begin = json && !isBegun ? json.begin() : ''
    isBegun = true
    if (options.isTextAside) process.stderr.write(begin + text)
    else await write(begin + text)
  }
  return {
    async add(run) {
      tally[run.result] += 1
      bar.advance()
      junit?.report.add(run)
      html?.report.add(run.json ?? '{}')
      await tell(
        json ? json.entry(run.json ?? '{}') : coloured(printable(`${textReport(run)}\n`), run.result),
      )
    },
    async end(isInterrupted) {
      const outcome = isInterrupted ? 'interrupted' : outcomeOf(tally)
      const words = `${summaryLine(tally)}${isInterrupted ? '; interrupted' : ''}\n`
      await tell(json ? json.end(outcome, tally) : words)
      if (junit) await writeReport(junit.file, junit.report.text())
      if (html) await writeReport(html.file, html.report.text(outcome, tally))
      return tally
    },
  }
}

export function outcomeOf({ failed, unusable }: Tally): string {
  if (unusable > 0) return 'unusable'
  return failed > 0 ? 'failed' : 'passed'
}

export async function writeReport(file: string, text: string | Uint8Array): Promise<void> {
  try {
    await replaceFile(file, text)
  } catch (cause) {
    const remedy = systemFailure(cause)?.remedy
    throw new Failure(
      'report-not-written',
      { file, cause: describeFailure(cause), ...(remedy === undefined ? {} : { remedy }) },
      { cause },
    )
  }
}
