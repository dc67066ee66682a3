import { exitCodes, print, printFailure, printJson, warnOfLeftOut } from './output.ts'
import type { Plan, PlanEntry } from './plan/plan-runs.ts'

/** Says which scenarios there are: names, tags, and where they stand. Runs nothing. */
export function listScenarios(plan: Plan, { json, ndjson }: { json?: boolean; ndjson?: boolean }): number {
  warnOfLeftOut(plan.leftOut)
  let code: number = exitCodes.fine
  // A scenario that runs several times is listed once.
  for (const entry of plan.entries.filter(({ task }) => task.number === 1)) {
    if (entry.unusable) {
      code = exitCodes.unusableInput
      printFailure(entry.unusable)
      continue
    }
    const listed = describe(entry)
    if (json || ndjson) printJson(listed)
    else print(inWords(listed))
  }
  return code
}

interface Listed {
  file: string
  line: number
  column: number
  name: string
  tags: readonly string[]
  /** Why it would be skipped, or null. */
  skip: string | null
}

function describe({ task, scenario, skip }: Extract<PlanEntry, { unusable: null }>): Listed {
  return {
    file: task.file,
    ...scenario.positionOf(['name']),
    name: task.name,
    tags: scenario.tags,
    skip,
  }
}

function inWords({ file, line, column, name, tags, skip }: Listed): string {
  const words = tags.length === 0 ? '' : `  [${tags.join(', ')}]`
  return `${file}:${line}:${column}  ${name}${words}${skip === null ? '' : `  (skipped: ${skip})`}`
}
