import { z } from 'zod'

/** Reports of `bramble run --json` and `--ndjson` begin with it, which tells them from other files. */
export const reportFormat = 'bramble-run'

/** What a page reads of a run in a report: enough to tell it from others, and its lab's history, if the report has that. */
const reportedRun = z.object({
  outcome: z.enum(['passed', 'failed', 'skipped', 'unusable']),
  file: z.string(),
  name: z.string(),
  combination: z.int().optional(),
  seed: z.int().optional(),
  history: z.string().optional(),
})
export type ReportedRunView = z.infer<typeof reportedRun>

/** The whole report, as JSON. */
export const reportView = z.object({ format: z.literal(reportFormat), scenarios: z.array(reportedRun) })

/** A line of a report in JSON lines that is about a run. */
export const reportLineView = reportedRun.extend({ type: z.literal('scenario') })
