import { checkInputs } from './load/read-inputs.ts'
import { exitCodes, print, printFailure, printJson, warn, warnOfDoubtful, warnOfLeftOut } from './output.ts'

/** Checks lab files, scenario files and snapshots. */
export async function check(names: readonly string[], { json }: { json?: boolean }): Promise<number> {
  let code: number = exitCodes.fine
  const leftOut: string[] = []
  const counts = { ok: 0, unusable: 0 }
  for (const { file, checked } of await checkInputs(names)) {
    if (checked === 'other') leftOut.push(file)
    else if (checked === 'fine' || 'warnings' in checked) {
      if (checked !== 'fine') warnOfDoubtful(checked.warnings)
      counts.ok += 1
      if (!json) print(`${file}: ok`)
    } else {
      code = exitCodes.unusableInput
      counts.unusable += 1
      if (json) for (const problem of checked.problems) printJson(problem)
      else printFailure(checked)
    }
  }
  warnOfLeftOut(leftOut)
  // Where all is well, the lines above say so.
  if (!json && counts.unusable > 0 && counts.ok + counts.unusable > 1) {
    warn(`${counts.ok} ok, ${counts.unusable} unusable`)
  }
  return code
}
