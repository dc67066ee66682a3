import { stepDetail } from '#contract'
import { sentence } from '#words'
import type { ScenarioFailure, TracedFlowStep } from '../../../scenario/index.ts'
import { chosenLanguage, chosenWords } from '../language.ts'

type ReportedFlowStep = Pick<
  TracedFlowStep,
  'atMs' | 'flow' | 'handheld' | 'step' | 'outcome' | 'detail' | 'facts'
> & { code: string }

/** A failure as a run or a report has it. */
export type ReportedFailure = Pick<ScenarioFailure, 'line' | 'column' | 'path' | 'message' | 'atMs'> & {
  file?: string | undefined
  lastFlowSteps: readonly ReportedFlowStep[]
}

/** What failed, where, when, and the last steps of the flow; the same steps once for all that they concern. */
export function failureLines(failures: readonly ReportedFailure[], file: string): string[] {
  return failures.flatMap((failure, index) => {
    const { line, column, path, message, atMs, lastFlowSteps } = failure
    const flow = lastFlowSteps.at(-1)?.flow
    const isShownLater = failures.slice(index + 1).some((one) => one.lastFlowSteps.at(-1)?.flow === flow)
    return [
      `  ${failure.file ?? file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`,
      `    at ${spanOf(atMs)} of lab time`,
      ...(flow === undefined || isShownLater
        ? []
        : ['    last steps of the flow:', ...lastFlowSteps.map(flowLine)]),
    ]
  })
}

function flowLine(traced: ReportedFlowStep): string {
  const { atMs, handheld, step, outcome } = traced
  return `      ${spanOf(atMs)}  ${handheld}  ${step} ${outcome}: ${detailInWords(traced)}`
}

/** What decided a step, in the language that was chosen. */
function detailInWords({ code, detail, facts }: ReportedFlowStep): string {
  if (chosenLanguage() === 'en') return detail
  const told = stepDetail.safeParse({ code, facts })
  return told.success ? sentence(chosenWords().stepDetails, told.data) : detail
}

/** Such as `3h 0m 0.85s`, `6m 0.761s`, `0.279s`. */
export function spanOf(timeMs: number): string {
  const hours = Math.floor(timeMs / 3_600_000)
  const minutes = Math.floor(timeMs / 60_000) % 60
  const seconds = `${Math.round(timeMs % 60_000) / 1_000}s`
  if (hours > 0) return `${hours}h ${minutes}m ${seconds}`
  return minutes > 0 ? `${minutes}m ${seconds}` : seconds
}
