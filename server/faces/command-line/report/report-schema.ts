import { z } from 'zod'
import { failureCode, flowStepView, reportFormat } from '#contract'

/** The report of `bramble run --json`, for the programs that read it. */

/** Rises when something that was there is no more, or means something else. */
export const reportVersion = 1

const place = {
  line: z.int().min(0).describe('From 1; 0: in no place of the file'),
  column: z.int().min(0),
}
const atMs = z.number().describe('Virtual time, in milliseconds from the start of the scenario')

const flowStep = z.object({
  atMs,
  flow: z.string().describe('Which login'),
  handheld: z.string(),
  user: z.string(),
  step: flowStepView.shape.step,
  outcome: flowStepView.shape.outcome,
  detail: z.string().describe('What decided it, as a sentence in English'),
  code: z.string().describe('The same for programs: which kind of thing decided it'),
  facts: z.record(z.string(), z.unknown()).describe('The numbers and parties of the code'),
})

const includedFile = z
  .string()
  .optional()
  .describe('The file in which it stands, if the scenario includes that')

const step = z.object({
  file: includedFile,
  path: z.string().describe('Such as steps[3].repeat.steps[0]'),
  ...place,
  title: z.string(),
  note: z.string().nullable(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  atMs,
  endMs: atMs,
})

const failure = z.object({
  kind: z
    .enum(['expectation', 'error'])
    .describe('expectation: what was there is not what was expected; error: it could not be done at all'),
  file: includedFile,
  path: z.string().describe('Path of keys of what failed'),
  ...place,
  atMs,
  message: z.string(),
  code: failureCode.optional().describe('Which failure it was that something could not be done for'),
  facts: z.record(z.string(), z.unknown()).optional().describe('What that failure is about'),
  lastFlowSteps: z.array(flowStep),
})

const run = {
  run: z.int().min(1).describe('Which of several runs of the same scenario'),
  combination: z
    .int()
    .min(2)
    .optional()
    .describe("Which combination of the file's matrix; left out for the first, and without a matrix"),
  from: z.string().optional().describe('The snapshot in whose lab it began; left out: a new lab'),
  file: z.string(),
  name: z.string(),
  seed: z.int(),
  passed: z.boolean(),
  durationMs: atMs,
  steps: z.array(step),
  droppedSteps: z.int().describe('How many steps in between are not among them'),
  failures: z.array(failure),
  flowSteps: z.array(flowStep),
  droppedFlowSteps: z.int(),
  history: z
    .string()
    .optional()
    .describe(
      "With --with-past, in the first of several runs: the lab's history, JSON lines as run --record writes them, passwords and all",
    ),
}

const problem = z.object({ file: z.string(), ...place, keyPath: z.string(), text: z.string() })

const scenario = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['passed', 'failed']), ...run }),
  z.object({ outcome: z.literal('skipped'), reason: z.string(), ...run }),
  z.object({
    outcome: z.literal('unusable').describe('The file cannot be used; what is wrong with it, and where'),
    file: z.string(),
    name: z.string(),
    problems: z.array(problem),
  }),
])

/** What a report says of one run of one scenario. */
export type ReportedScenario = z.infer<typeof scenario>
export type ReportedRun = Exclude<ReportedScenario, { outcome: 'unusable' }>
export type ReportedStep = z.infer<typeof step>

/** Reads an entry that this program has written. */
export function parseReported(json: string): ReportedScenario {
  return scenario.parse(JSON.parse(json))
}

export const runReport = z.object({
  format: z.literal(reportFormat),
  version: z.literal(reportVersion),
  scenarios: z.array(scenario).describe('In the order of the command'),
  outcome: z.enum(['passed', 'failed', 'unusable', 'interrupted']),
  passed: z.int(),
  failed: z.int(),
  skipped: z.int(),
  unusable: z.int(),
})

/** Reads what `run --json` or `run --ndjson` wrote. @returns null if it is something else */
export function readReport(text: string): ReportedScenario[] | null {
  const whole = runReport.safeParse(parsed(text))
  if (whole.success) return whole.data.scenarios
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (!begin.safeParse(parsed(lines[0] ?? '')).success) return null
  const entries = lines
    .map(parsed)
    .filter(isEntry)
    .map((entry) => scenario.safeParse(entry))
  return entries.every(({ success }) => success) ? entries.flatMap(({ data }) => (data ? [data] : [])) : null
}

const begin = z.object({
  type: z.literal('begin'),
  format: z.literal(reportFormat),
  version: z.literal(reportVersion),
})

function isEntry(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'scenario'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
