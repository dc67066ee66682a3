import { UnusableFile } from '../../files/index.ts'
import { inputFiles } from './load/input-files.ts'
import { checkInput } from './load/read-inputs.ts'
import { exitCodes, print, printFailure, printJson, warnOfLeftOut } from './output.ts'

/** Checks lab files, scenario files and snapshots. */
export async function check(names: readonly string[], { json }: { json?: boolean }): Promise<number> {
  let code: number = exitCodes.fine
  const leftOut: string[] = []
  for (const file of await inputFiles(names)) {
    try {
      if (!(await checkInput(file))) leftOut.push(file.path)
      else if (!json) print(`${file.path}: ok`)
    } catch (thrown) {
      if (!(thrown instanceof UnusableFile)) throw thrown
      code = exitCodes.unusableInput
      if (json) for (const problem of thrown.problems) printJson(problem)
      else printFailure(thrown)
    }
  }
  warnOfLeftOut(leftOut)
  return code
}
