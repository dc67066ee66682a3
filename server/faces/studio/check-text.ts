import type { StudioCheck } from '#contract'
import { formatKeyPath, type Problem, parseYaml, UnusableFile } from '../../files/index.ts'
import { checkScenarios, type Scenario, stepLinesOf } from '../../scenario/index.ts'

/** Checks a text as if the file had it, as `bramble check` does. @param path where the file lies, or would */
export async function checkText(path: string, text: string): Promise<StudioCheck> {
  try {
    const scenarios = await checkScenarios(path, parseYaml(path, text))
    return {
      problems: scenarios.slice(0, 1).flatMap(({ warnings, missing }) => [
        ...warnings.map((problem) => shown(path, problem, true)),
        ...missing.map((need) => ({
          file: null,
          ...{ line: 1, column: 1, keyPath: formatKeyPath(['needs']) },
          text: `no lab can do this yet: ${need}`,
          isWarning: true,
        })),
      ]),
      scenarios: scenarios.map(({ combination, name, lab }: Scenario) => ({
        combination,
        name,
        seed: lab.seed ?? 1,
      })),
      stepLines: scenarios.slice(0, 1).flatMap(stepLinesOf),
    }
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    const problems = thrown.problems.slice(0, mostProblems)
    return { problems: problems.map((one) => shown(path, one, false)), scenarios: [], stepLines: [] }
  }
}

const mostProblems = 500

function shown(path: string, { file, line, column, keyPath, text }: Problem, isWarning: boolean) {
  return { file: file === path ? null : file, line, column, keyPath, text, isWarning }
}
