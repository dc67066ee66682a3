import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import {
  checkDocument,
  checkLab,
  type KeyPath,
  type LabFileInput,
  labFile,
  labStandIn,
  nearest,
  type Objection,
  type Position,
  parseLabFile,
  type Report,
  type Roster,
  readLabFile,
  readYaml,
  rosterOf,
  type StandIn,
  UnusableFile,
  type YamlText,
} from '../lab/file/index.ts'
import { checkSteps } from './check-steps.ts'
import { type Capability, knownCapabilities, missing } from './needs.ts'
import { type Step, step } from './steps.ts'

/** A scenario file; this schema, with that of its steps, is the only place where the format is defined. */
export const scenarioFile = z.strictObject({
  name: z.string().min(1).optional().describe('What happens, in one line; the name of the file'),
  symptom: z.string().optional().describe('What somebody sees and complains about'),
  cause: z.string().optional().describe('Why it happens'),
  issue: z.int().min(1).optional().describe('Number in the list of field issues'),
  source: z.string().min(1).optional().describe('Where the issue is known from'),
  needs: z
    .array(z.enum(knownCapabilities))
    .optional()
    .describe('What a lab must be able to do for this; where one is missing yet, the scenario is skipped'),
  lab: z
    .union([z.string().min(1), labFile])
    .optional()
    .describe("A lab file's content, or a path to one"),
  steps: z.array(step).describe('What is done and expected, in order'),
})

type ScenarioValue = z.output<typeof scenarioFile>

/** A scenario that has been read and checked, together with the lab that it needs. */
export interface Scenario {
  file: string
  name: string
  /** What it needs and no lab has yet: it cannot be run. */
  missing: readonly Capability[]
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
  let lab: ScenarioLab | undefined
  const check = async (value: ScenarioValue, report: Report) => {
    lab = await labOf(value, file, report)
    checkSteps(value.steps, lab.roster, report)
  }
  const { value, input, positionOf } = await checkDocument(file, yaml, scenarioFile, check, standIn)
  return {
    file,
    name: value.name ?? basename(file, extname(file)),
    missing: missing(value.needs ?? []),
    steps: value.steps,
    lab: lab?.input ?? (typeof input.lab === 'object' ? input.lab : {}),
    labFolder: lab?.folder ?? dirname(file),
    roster: lab?.roster ?? rosterOf({}),
    positionOf,
  }
}

/** For {@link checkDocument}: a step that is at fault does nothing instead, the others can be checked. */
function standIn(fault: Objection): StandIn | null {
  const { path, about } = fault
  if (path[0] === 'lab') return path.length === 1 ? null : inLab(fault)
  const [key] = path
  if (path.length === 1 && (typeof key !== 'string' || nearest(key, ['lab', 'steps']) !== null)) return null
  const step = path.findLastIndex((one, index) => typeof one === 'number' && path[index - 1] === 'steps')
  if (step >= 0 && (about === 'missing' || step === path.length - 1)) {
    return { path: path.slice(0, step + 1), value: { wait: '0s' } }
  }
  return about === 'missing' ? null : { path, value: undefined }
}

function inLab(fault: Objection): StandIn | null {
  const found = labStandIn({ ...fault, path: fault.path.slice(1) })
  return found && { ...found, path: ['lab', ...found.path] }
}

interface ScenarioLab {
  /** Null: what the scenario itself says. */
  input: LabFileInput | null
  folder: string
  roster: Roster
}

/** The lab that a scenario brings with it, or names, or leaves to the defaults. */
async function labOf({ lab }: ScenarioValue, file: string, report: Report): Promise<ScenarioLab> {
  const folder = dirname(file)
  if (typeof lab === 'string') {
    const path = isAbsolute(lab) ? lab : join(folder, lab)
    if (resolve(path) === resolve(file)) {
      report(['lab'], 'expected a lab file, found this scenario itself')
      throw new UnusableFile([])
    }
    try {
      const { input, value } = await readLabFile(path)
      return { input, folder: dirname(path), roster: rosterOf(value) }
    } catch (thrown) {
      if (thrown instanceof UnusableFile) report(['lab'], 'this lab file cannot be used')
      throw thrown
    }
  }
  if (lab) checkLab(lab, (path, ...rest) => report(['lab', ...path], ...rest))
  return { input: null, folder, roster: rosterOf(lab ?? parseLabFile({})) }
}
