import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import {
  checkDocument,
  checkLab,
  filesOfLab,
  formatKeyPath,
  formatProblem,
  type KeyPath,
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
import { IncludedFiles, positionsOf } from './included-files.ts'
import { type Combination, combinationsOf, matrix } from './matrix.ts'
import { fillInValues } from './placeholders.ts'
import type { Scenario } from './scenario.ts'
import { firstDifference } from './snapshot-file/difference.ts'
import type { LabSnapshot } from './snapshot-file/snapshot-file.ts'
import { type Step, step } from './steps/index.ts'
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
  tags: z
    .array(z.string().min(1))
    .optional()
    .describe('Words by which it is selected; `run --filter` and `run --list` know them'),
  matrix: matrix
    .optional()
    .describe(
      'The scenario runs once for each combination of these values, which stand for their names in texts, written as $ and the name in braces',
    )
    .meta({ examples: [{ maximum: [2, 3], coverage: ['none', 'weak'] }] }),
  without: labFile
    .optional()
    .describe(
      'What of the lab is different where the cause is taken away: merged over `lab` by `bramble prove`',
    ),
  steps: z.array(step).describe('What is done and expected, in order').meta({ minItems: 1 }),
})

type ScenarioValue = z.output<typeof scenarioFile>

/**
 * Reads and checks a scenario file.
 * @param from the snapshot in whose lab it continues
 * @param number which combination of its matrix, from 1
 * @throws {UnusableFile}
 */
export async function readScenario(
  file: string,
  from: LabSnapshot | null = null,
  number = 1,
): Promise<Scenario> {
  const yaml = await readYaml(file)
  const all = combinationsIn(yaml)
  const combination = all[number - 1]
  if (!combination)
    throw new UnusableFile([
      { file, line: 1, column: 1, keyPath: 'matrix', text: `it has no combination ${number}` },
    ])
  return checkCombination(file, yaml, from, combination, { number, of: all.length })
}

/** Reads a scenario file: a scenario for each combination of its matrix. @throws {UnusableFile} */
export async function readScenarios(file: string): Promise<Scenario[]> {
  return checkScenarios(file, await readYaml(file))
}

/** Combinations that may be unusable before the others are no longer checked: mostly all have the same problems. */
const mostUnusable = 10

/**
 * Checks a scenario whose YAML has been read.
 * @param onIncluded called with each file that it includes, also where it cannot be used
 * @returns a scenario for each combination of its matrix
 * @throws {UnusableFile}
 */
export async function checkScenarios(
  file: string,
  yaml: YamlText,
  from: LabSnapshot | null = null,
  onIncluded: (file: string) => void = () => {},
): Promise<Scenario[]> {
  const scenarios: Scenario[] = []
  const problems = new Map<string, Problem>()
  let unusable = 0
  const all = combinationsIn(yaml)
  for (const [index, combination] of all.entries()) {
    try {
      scenarios.push(
        await checkCombination(
          file,
          yaml,
          from,
          combination,
          { number: index + 1, of: all.length },
          onIncluded,
        ),
      )
    } catch (thrown) {
      if (!(thrown instanceof UnusableFile)) throw thrown
      if (combination.words === '') throw thrown
      for (const problem of thrown.problems) problems.set(formatProblem(problem), problem)
      unusable += 1
      if (unusable === mostUnusable) break
    }
  }
  if (problems.size > 0) throw new UnusableFile([...problems.values()])
  return scenarios
}

/** The combinations of a file's matrix; one without values where it has none, or an unusable one, which the check then reports. */
function combinationsIn(yaml: YamlText): Combination[] {
  return combinationsOf(matrix.safeParse(matrixIn(yaml)).data ?? null)
}

function matrixIn({ input }: YamlText): unknown {
  return typeof input === 'object' && input !== null && 'matrix' in input ? input.matrix : undefined
}

async function checkCombination(
  file: string,
  written: YamlText,
  from: LabSnapshot | null,
  { values, words }: Combination,
  place: { number: number; of: number },
  onIncluded: (file: string) => void = () => {},
): Promise<Scenario> {
  const unknown: Problem[] = []
  const isMatrixUsable = matrix.optional().safeParse(matrixIn(written)).success
  const yaml = fillInValues(written, values, (path, text, about) => {
    // It has been said why it has no values.
    if (!isMatrixUsable) return
    unknown.push({ file, ...written.positionOf(path, about === 'key'), keyPath: formatKeyPath(path), text })
  })
  const files = new Set<string>()
  const onFile = (path: string) => {
    files.add(path)
    onIncluded(path)
  }
  const included = new IncludedFiles({ schema: scenarioFile, standIn, onFile })
  let lab: ScenarioLab | undefined
  let steps: readonly Step[] = []
  const warnings: Problem[] = []
  const check = async (value: ScenarioValue, report: Report) => {
    if (unknown.length > 0) throw new UnusableFile(unknown)
    if (!isMatrixUsable) return
    const own = value.lab === undefined && from ? null : await labOf(value, file, report)
    lab = from ? labOfSnapshot(from, own, typeof value.lab === 'string', report) : (own ?? undefined)
    steps = await included.within(value.steps, ['steps'], [file], report)
    if (!lab) return
    const elsewhere: Problem[] = []
    const positionOf = positionsOf(file, steps, yaml)
    checkSteps(
      steps,
      lab.roster,
      (path, text, about) => {
        const position = positionOf(path, about === 'key')
        if (position.file === file) report(path, text, about)
        else elsewhere.push({ ...position, keyPath: formatKeyPath(path), text })
      },
      (path, text, about) => {
        warnings.push({ ...positionOf(path, about === 'key'), keyPath: formatKeyPath(path), text })
      },
    )
    if (elsewhere.length > 0) throw new UnusableFile(elsewhere)
  }
  const { value, input } = await checkDocument(file, yaml, scenarioFile, check, standIn)
  const positionOf = positionsOf(file, steps, yaml)
  const labInput = lab?.input ?? (typeof input.lab === 'object' ? input.lab : {})
  const labFolder = lab?.folder ?? dirname(file)
  const scenario = {
    file,
    combination: place.number,
    combinations: place.of,
    warnings,
    included: [...files],
    files: [file, ...files, ...(lab?.file ? [lab.file] : []), ...filesOfLab(labInput, labFolder)],
    name: nameOf(value.name ?? basename(file, extname(file)), words),
    tags: value.tags ?? [],
    missing: missing(value.needs ?? []),
    steps,
    isLeftOut: () => false,
    lab: labInput,
    labFolder,
    roster: lab?.roster ?? rosterOf({}),
    from,
    positionOf: (path: KeyPath, isKey?: boolean) => {
      const { file: place, ...position } = positionOf(path, isKey)
      return place === file ? position : { ...position, file: place }
    },
  }
  return { ...scenario, withoutCause: readWithoutCause(scenario, input.without ?? null) }
}

function nameOf(name: string, words: string): string {
  return words === '' ? name : `${name} (${words})`
}

/** @throws {UnusableFile} if the lab without the cause is invalid */
function readWithoutCause(
  scenario: Omit<Scenario, 'withoutCause'>,
  without: LabFileInput | null,
): Scenario | null {
  const problems: Problem[] = []
  const { file, positionOf } = scenario
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
