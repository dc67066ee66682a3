import { checkInputs } from './load/read-inputs.ts'
import { exitCodes, print, printFailure, printJson, warnOfDoubtful, warnOfLeftOut } from './output.ts'

/** Checks lab files, scenario files and snapshots. */
export async function check(names: readonly string[], { json }: { json?: boolean }): Promise<number> {
  let code: number = exitCodes.fine
  const leftOut: string[] = []
  for (const { file, checked } of await checkInputs(names)) {
    if (checked === 'other') leftOut.push(file)
    else if (checked === 'fine' || 'warnings' in checked) {
      if (checked !== 'fine') warnOfDoubtful(checked.warnings)
      if (!json) print(`${file}: ok`)
    } else {
      code = exitCodes.unusableInput
      if (json) for (const problem of checked.problems) printJson(problem)
      else printFailure(checked)
    }
  }
  warnOfLeftOut(leftOut)
  return code
}
