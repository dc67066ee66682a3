import { Interrupted } from '../../clock/index.ts'
import { type Problem, UnusableFile } from '../../files/index.ts'
import { startLab } from '../../lab/index.ts'
import { checkLesson } from '../../lessons/index.ts'
import { listenForEndSignals } from './end-signals.ts'
import { installFolder } from './install-folder.ts'
import { inputFiles } from './load/input-files.ts'
import { lookAtLesson } from './load/look-at-lesson.ts'
import { exitCodes, print, printFailure, printJson, UnusableInput, warnOfLeftOut } from './output.ts'

export interface LessonCheckCommand {
  json?: boolean
  /** How many seeds are tried, from the first on. */
  seeds: number
  seed?: number
}

/**
 * Takes lessons as their own solutions do, and without doing anything.
 * @returns exit code 0 if each keeps what it promises, otherwise 1; 2 if a file cannot be used
 */
export async function checkLessons(names: readonly string[], command: LessonCheckCommand): Promise<number> {
  const ending = listenForEndSignals()
  const seeds = seedsOf(command)
  const leftOut: string[] = []
  let code: number = exitCodes.fine
  let lessons = 0
  for (const { isFound, path, problem } of await inputFiles(names)) {
    if (ending.signal.aborted) return ending.code()
    if (problem === null && isFound && !(await lookAtLesson(path))) {
      leftOut.push(path)
      continue
    }
    lessons += 1
    try {
      if (problem !== null) throw unusable(path, problem)
      const { problems, most } = await tried(path, seeds, ending.signal)
      if (problems.length > 0) code = Math.max(code, exitCodes.failed)
      tell(path, problems, most, command)
    } catch (thrown) {
      if (thrown instanceof Interrupted) return ending.code()
      if (!(thrown instanceof UnusableFile)) throw thrown
      code = exitCodes.unusableInput
      if (command.json) for (const one of thrown.problems) printJson({ verdict: 'unusable', ...one })
      else printFailure(thrown)
    }
  }
  warnOfLeftOut(leftOut)
  if (lessons === 0) return printFailure(new UnusableInput('there is no lesson in what was named'))
  return ending.signal.aborted ? ending.code() : code
}

function seedsOf({ seeds, seed }: LessonCheckCommand): number[] {
  return seed === undefined ? Array.from({ length: seeds }, (_, index) => index + 1) : [seed]
}

/** What is wrong with the values of any of these seeds, each problem once. */
async function tried(
  path: string,
  seeds: readonly number[],
  end: AbortSignal,
): Promise<{ problems: (Problem & { seed: number })[]; most: number }> {
  const problems = new Map<string, Problem & { seed: number }>()
  const folder = installFolder()
  let most = 0
  for (const seed of seeds) {
    if (end.aborted) break
    const checked = await checkLesson(path, seed, { startLab, installFolder: folder, end })
    most = checked.most
    for (const problem of checked.problems) {
      const key = `${problem.line}:${problem.column}`
      if (!problems.has(key)) problems.set(key, { ...problem, seed })
    }
  }
  return { problems: [...problems.values()], most }
}

function tell(
  path: string,
  problems: readonly (Problem & { seed: number })[],
  most: number,
  { json }: LessonCheckCommand,
): void {
  if (json) {
    if (problems.length === 0) printJson({ verdict: 'fine', file: path, points: most })
    for (const problem of problems) printJson({ verdict: 'failed', ...problem })
    return
  }
  if (problems.length === 0) print(`${path}: fine, ${most} points`)
  for (const { file, line, column, keyPath, text, seed } of problems) {
    print(`${file}:${line}:${column} ${keyPath === '' ? '' : `${keyPath}: `}${text} (seed ${seed})`)
  }
}

function unusable(file: string, text: string): UnusableFile {
  return new UnusableFile([{ file, line: 0, column: 0, keyPath: '', text }])
}
