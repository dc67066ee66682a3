import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import {
  checkDocument,
  checkLab,
  filesOfLab,
  formatKeyPath,
  type LabFile,
  type LabFileInput,
  labFile,
  labStandIn,
  nearest,
  type Objection,
  type Problem,
  parseLabFile,
  type Report,
  type Roster,
  readLabFile,
  readYaml,
  rosterOf,
  type StandIn,
  UnusableFile,
  type YamlText,
} from '../files/index.ts'
import { knownCapabilities, missing } from './capabilities.ts'
import { checkSteps } from './check-steps.ts'
import type { Scenario } from './scenario.ts'
import { firstDifference } from './snapshot-file/difference.ts'
import type { LabSnapshot } from './snapshot-file/snapshot-file.ts'
import { step } from './steps/index.ts'
import { withoutCause } from './without-cause.ts'

/** A scenario file; this schema and the schema of steps are the only definition of the format. */
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
  without: labFile
    .optional()
    .describe(
      'What of the lab is different where the cause is taken away: merged over `lab` by `bramble prove`',
    ),
  steps: z.array(step).describe('What is done and expected, in order'),
})

type ScenarioValue = z.output<typeof scenarioFile>

/** Reads and checks a scenario file. @param from the snapshot in whose lab it continues @throws {UnusableFile} */
export async function readScenario(file: string, from: LabSnapshot | null = null): Promise<Scenario> {
  return checkScenario(file, await readYaml(file), from)
}

/** Checks a scenario whose YAML has been read. @throws {UnusableFile} */
export async function checkScenario(
  file: string,
  yaml: YamlText,
  from: LabSnapshot | null = null,
): Promise<Scenario> {
  let lab: ScenarioLab | undefined
  const check = async (value: ScenarioValue, report: Report) => {
    const own = value.lab === undefined && from ? null : await labOf(value, file, report)
    lab = from ? labOfSnapshot(from, own, typeof value.lab === 'string', report) : (own ?? undefined)
    if (!lab) return
    checkSteps(value.steps, lab.roster, report)
  }
  const { value, input, positionOf } = await checkDocument(file, yaml, scenarioFile, check, standIn)
  const labInput = lab?.input ?? (typeof input.lab === 'object' ? input.lab : {})
  const labFolder = lab?.folder ?? dirname(file)
  const scenario = {
    file,
    files: [file, ...(lab?.file ? [lab.file] : []), ...filesOfLab(labInput, labFolder)],
    name: value.name ?? basename(file, extname(file)),
    missing: missing(value.needs ?? []),
    steps: value.steps,
    isLeftOut: () => false,
    lab: labInput,
    labFolder,
    roster: lab?.roster ?? rosterOf({}),
    from,
    positionOf,
  }
  return { ...scenario, withoutCause: readWithoutCause(scenario, input.without ?? null, yaml) }
}

/** @throws {UnusableFile} if the lab without the cause is invalid */
function readWithoutCause(
  scenario: Omit<Scenario, 'withoutCause'>,
  without: LabFileInput | null,
  { positionOf }: YamlText,
): Scenario | null {
  const problems: Problem[] = []
  const { file } = scenario
  const found = withoutCause(scenario, without, (path, text, about) =>
    problems.push({ file, ...positionOf(path, about === 'key'), keyPath: formatKeyPath(path), text }),
  )
  if (problems.length > 0) throw new UnusableFile(problems)
  return found
}

/** Replaces a faulty step by one that does nothing, so that {@link checkDocument} can check the others. */
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
  /** Null: the lab as written in the scenario. */
  input: LabFileInput | null
  /** The lab file; null where the lab is in the scenario itself. */
  file: string | null
  folder: string
  roster: Roster
  /** With all defaults. */
  whole: LabFile
}

/** Resolves the lab of a scenario: inside the scenario, in a file that it names, or the default lab. */
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
      return { input, file: path, folder: dirname(path), roster: rosterOf(value), whole: value }
    } catch (thrown) {
      if (thrown instanceof UnusableFile) report(['lab'], 'this lab file cannot be used')
      throw thrown
    }
  }
  if (lab) checkLab(lab, (path, ...rest) => report(['lab', ...path], ...rest))
  const whole = lab ?? parseLabFile({})
  return { input: null, file: null, folder, roster: rosterOf(whole), whole }
}

/** Returns the lab of a snapshot, which must equal the lab of the scenario if it has one. @param own the scenario's lab */
function labOfSnapshot(
  { lab: input }: LabSnapshot,
  own: ScenarioLab | null,
  isNamed: boolean,
  report: Report,
): ScenarioLab {
  const whole = parseLabFile(input)
  if (own) {
    // The seed of the snapshot may come from the command line.
    const told = own.whole.seed === parseLabFile({}).seed ? { ...own.whole, seed: whole.seed } : own.whole
    const difference = firstDifference(told, whole) ?? firstDifference(whole, told)
    if (difference) {
      const where = formatKeyPath(difference.path)
      const text = `expected the lab of the snapshot, or none: they differ at ${where}`
      report(isNamed ? ['lab'] : ['lab', ...difference.path], text)
    }
  }
  return { input, file: own?.file ?? null, folder: own?.folder ?? '.', roster: rosterOf(whole), whole }
}
