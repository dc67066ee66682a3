import { readYaml, UnusableFile } from '../../files/index.ts'
import { cmi5Package, isLesson, readLesson } from '../../lessons/index.ts'
import { inputFiles } from './load/input-files.ts'
import { exitCodes, print, printFailure, UnusableInput, warnOfLeftOut } from './output.ts'
import { checkOutputs } from './plan/output-paths.ts'
import { writeReport } from './report/reports.ts'

/** The names in a package are those of an example, which has this seed. */
const exampleSeed = 1

/** Writes a cmi5 package of lessons, which a learning management system imports. */
export async function packageLessons(names: readonly string[], { out }: { out: string }): Promise<number> {
  const files = await inputFiles(names)
  checkOutputs(
    [{ option: '--out', what: 'report', path: out }],
    files.map(({ path }) => path),
  )
  const lessons = []
  const leftOut: string[] = []
  let isUsable = true
  for (const { isFound, path, problem } of files) {
    try {
      if (problem !== null) throw new UnusableInput(`${path}: ${problem}`)
      if (isLesson((await readYaml(path)).input)) lessons.push(await readLesson(path, exampleSeed))
      else if (isFound) leftOut.push(path)
      else throw new UnusableInput(`${path} is no lesson`)
    } catch (thrown) {
      if (!(thrown instanceof UnusableFile || thrown instanceof UnusableInput)) throw thrown
      isUsable = false
      printFailure(thrown)
    }
  }
  warnOfLeftOut(leftOut)
  if (!isUsable) return exitCodes.unusableInput
  if (lessons.length === 0) return printFailure(new UnusableInput('there is no lesson in what was named'))
  await writeReport(out, await cmi5Package(lessons))
  print(`${out}: ${lessons.length} lessons`)
  return exitCodes.fine
}
