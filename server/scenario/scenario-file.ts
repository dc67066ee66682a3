import { basename, dirname, extname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import {
  checkDocument,
  checkLab,
  type KeyPath,
  type LabFile,
  type LabFileInput,
  labFile,
  type Position,
  type Problem,
  parseLabFile,
  type ReadDocument,
  type Report,
  type Roster,
  readLabFile,
  readYaml,
  rosterOf,
  UnusableFile,
  type YamlText,
} from '../lab/file/index.ts'
import { checkSteps } from './check-steps.ts'
import { type Step, step } from './steps.ts'

/** A scenario file; this schema, with that of its steps, is the only place where the format is defined. */
export const scenarioFile = z.strictObject({
  name: z.string().min(1).optional().describe('What happens, in one line; the name of the file'),
  symptom: z.string().optional().describe('What somebody sees and complains about'),
  cause: z.string().optional().describe('Why it happens'),
  lab: z
    .union([z.string().min(1), labFile])
    .optional()
    .describe("A lab file's content, or a path to one"),
  steps: z.array(step).describe('What is done and expected, in order'),
})

/** A scenario that has been read and checked, together with the lab that it needs. */
export interface Scenario {
  file: string
  name: string
  steps: readonly Step[]
  /** What the scenario says about its lab. */
  lab: LabFileInput
  /** Folder from which relative paths in the lab start. */
  labFolder: string
  roster: Roster
  positionOf(path: KeyPath): Position
}

/** Reads and checks a scenario file. @throws {UnusableFile} */
export async function readScenario(file: string): Promise<Scenario> {
  return checkScenario(file, await readYaml(file))
}

/** The second half of {@link readScenario}. @throws {UnusableFile} */
export async function checkScenario(file: string, yaml: YamlText): Promise<Scenario> {
  const document = await checkDocument(file, yaml, scenarioFile)
  const { value, positionOf } = document
  const problems: Problem[] = []
  const report: Report = (...problem) => problems.push(document.problemAt(...problem))
  const lab = await labOf(document, report)
  const roster = rosterOf(lab.value)
  checkSteps(value.steps, roster, report)
  if (problems.length > 0) throw new UnusableFile(problems)
  return {
    file,
    name: value.name ?? basename(file, extname(file)),
    steps: value.steps,
    lab: lab.input,
    labFolder: lab.folder,
    roster,
    positionOf,
  }
}

interface ScenarioLab {
  input: LabFileInput
  value: LabFile
  folder: string
}

/** The lab that a scenario brings with it, or names, or leaves to the defaults. */
async function labOf(
  { value, input, file, problemAt }: ReadDocument<typeof scenarioFile>,
  report: Report,
): Promise<ScenarioLab> {
  const folder = dirname(file)
  if (typeof value.lab === 'string') {
    const path = isAbsolute(value.lab) ? value.lab : join(folder, value.lab)
    try {
      const lab = await readLabFile(path)
      return { input: lab.input, value: lab.value, folder: dirname(path) }
    } catch (thrown) {
      if (!(thrown instanceof UnusableFile)) throw thrown
      throw new UnusableFile([problemAt(['lab'], 'this lab file cannot be used'), ...thrown.problems])
    }
  }
  if (value.lab) checkLab(value.lab, (path, ...rest) => report(['lab', ...path], ...rest))
  return {
    input: typeof input.lab === 'object' ? input.lab : {},
    value: value.lab ?? parseLabFile({}),
    folder,
  }
}
