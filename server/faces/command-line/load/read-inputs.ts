import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import {
  checkDocument,
  checkLab,
  filesOfLab,
  labFile,
  labStandIn,
  type Problem,
  readYaml,
  UnusableFile,
  type YamlText,
} from '../../../files/index.ts'
import { isHistoryFile, readHistoryFile } from '../../../history/index.ts'
import { checkLessonFile } from '../../../lessons/index.ts'
import {
  checkScenarios,
  isMatch,
  type LabSnapshot,
  readSnapshotFile,
  type Scenario,
} from '../../../scenario/index.ts'
import { type InputFile, inputFiles } from './input-files.ts'
import { type KindOfFile, kindOfFile, looksMeant } from './kind-of-file.ts'

/** An input file in the order of the command line: its content, or why it cannot be used. */
export type Input = { file: string } & ({ scenario: Scenario } | { unusable: UnusableFile })

export interface Inputs {
  /** Scenarios, and files that cannot be used. */
  inputs: Input[]
  /** Files in folders that do not belong to Bramble, or are reports of earlier runs. */
  leftOut: string[]
  /** All scenario and lab files, and the files that they read. Nothing may be written to them. */
  files: string[]
}

export interface ReadingOptions {
  /** Only scenarios whose file or name contains it, or that have it as a tag. Files that these exclude are not checked. */
  filter?: string | undefined
  /** The snapshot from which the scenarios start. */
  from?: LabSnapshot | null
}

/** Reads all input files of a command. A file that cannot be used does not prevent reading the others. */
export async function readInputs(names: readonly string[], options: ReadingOptions = {}): Promise<Inputs> {
  const all: Inputs = { inputs: [], leftOut: [], files: [] }
  const found = new Set<string>()
  const parts = new Parts()
  for (const file of await inputFiles(names)) {
    if (file.isFound) found.add(file.path)
    await readInput(file, options, all, (path) => parts.add(file.path, path))
  }
  // A file in a folder that others include is a part of them, and needs their values.
  const isPart = ({ file }: Input) => found.has(file) && parts.has(file)
  return { ...all, inputs: all.inputs.filter((input) => !isPart(input)) }
}

/** Which files include which, themselves or through others. */
class Parts {
  readonly #includersOf = new Map<string, Set<string>>()

  add(includer: string, included: string): void {
    const known = this.#includersOf.get(resolve(included)) ?? new Set()
    this.#includersOf.set(resolve(included), known.add(resolve(includer)))
  }

  /** Whether another file includes it. Of files that include each other in a circle none is a part, so that each is reported. */
  has(file: string): boolean {
    const own = resolve(file)
    const includers = this.#includersOf.get(own) ?? []
    return [...includers].some((one) => one !== own && this.#includersOf.get(one)?.has(own) !== true)
  }
}

async function readInput(
  file: InputFile,
  { filter = '', from = null }: ReadingOptions,
  { inputs, leftOut, files }: Inputs,
  onIncluded: (file: string) => void,
): Promise<void> {
  const { path, isFound } = file
  const isNamed = contains(path, filter)
  const glance = await lookAt(file)
  if (glance === 'other') {
    if (isNamed) leftOut.push(path)
    return
  }
  if (
    isFound &&
    (glance === 'history' || ('kind' in glance && (glance.kind === 'snapshot' || glance.kind === 'lesson')))
  )
    return
  files.push(path)
  if (!isNamed && !(glance !== 'history' && 'yaml' in glance && mayBeChosen(glance.yaml.input, filter)))
    return
  try {
    if (glance === 'history')
      throw unusable(path, 'expected a scenario, found a history; bramble branch repeats it')
    if ('unusable' in glance) throw glance.unusable
    const { kind, yaml } = glance
    if (isFound && kind === 'lab') {
      const { input } = await checkLabFile(path, yaml)
      files.push(...filesOfLab(input, dirname(path)))
      return
    }
    for (const scenario of await scenariosIn(path, yaml, kind, { from, onIncluded })) {
      if (isNamed || isChosen(scenario, filter)) inputs.push({ file: path, scenario })
      files.push(...scenario.files)
    }
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    inputs.push({ file: path, unusable: thrown })
  }
}

/** Whose values a lesson is checked with; `bramble lesson check` tries several. */
const exampleSeed = 1

/** What came of checking a file. `other`: it does not belong to Bramble, and was only found in a folder. */
export type Checked = 'fine' | 'other' | UnusableFile | { warnings: readonly Problem[] }

/** Checks files according to their kinds. Those in folders that others include are not checked by themselves. */
export async function checkInputs(names: readonly string[]): Promise<{ file: string; checked: Checked }[]> {
  const all: { file: InputFile; checked: Checked }[] = []
  const parts = new Parts()
  for (const file of await inputFiles(names)) {
    const checked = await checkInput(file, parts).catch((thrown: unknown) => {
      if (thrown instanceof UnusableFile) return thrown
      throw thrown
    })
    all.push({ file, checked })
  }
  return all
    .filter(({ file: { isFound, path } }) => !(isFound && parts.has(path)))
    .map(({ file: { path }, checked }) => ({ file: path, checked }))
}

/** @param parts gets the files that a scenario includes @throws {UnusableFile} */
async function checkInput(file: InputFile, parts: Parts): Promise<Exclude<Checked, UnusableFile>> {
  const { path } = file
  const glance = await lookAt(file)
  if (glance === 'other') return 'other'
  if (glance === 'history') {
    const { cutLine } = await readHistoryFile(path)
    return cutLine === null ? 'fine' : { warnings: [cutShort(path, cutLine)] }
  }
  if ('unusable' in glance) throw glance.unusable
  const { kind, yaml } = glance
  if (kind === 'snapshot') await readSnapshotFile(path)
  else if (kind === 'lesson') await checkLessonFile(path, yaml, exampleSeed)
  else if (kind === 'scenario') {
    const scenarios = await checkScenarios(path, yaml, null, (part) => parts.add(path, part))
    return { warnings: scenarios.flatMap((scenario) => scenario.warnings) }
  } else await checkLabFile(path, yaml)
  return 'fine'
}

type Glance = { yaml: YamlText; kind: KindOfFile } | { unusable: UnusableFile } | 'history' | 'other'

/** Determines the kind of a file. A file that was named explicitly is never skipped. */
async function lookAt({ path, isFound, problem }: InputFile): Promise<Glance> {
  if (problem !== null) return { unusable: unusable(path, problem) }
  if (await isHistoryFile(path)) return 'history'
  try {
    const yaml = await readYaml(path)
    const kind = kindOfFile(yaml.input, isFound)
    return isFound && (kind === 'other' || kind === 'report') ? 'other' : { yaml, kind }
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    const isMeant = !isFound || (isOrdinary(path) && (await looksMeant(path)))
    return isMeant ? { unusable: thrown } : 'other'
  }
}

/** Of a recording that was killed. */
function cutShort(file: string, line: number): Problem {
  const text = 'the history is cut short here: it can be used up to the line before'
  return { file, line, column: 1, keyPath: '', text }
}

function checkLabFile(path: string, yaml: YamlText) {
  return checkDocument(path, yaml, labFile, checkLab, labStandIn)
}

async function scenariosIn(
  path: string,
  yaml: YamlText,
  kind: KindOfFile,
  { from, onIncluded }: { from: LabSnapshot | null; onIncluded(file: string): void },
): Promise<Scenario[]> {
  if (kind === 'snapshot') throw unusable(path, 'expected a scenario, found a snapshot; --from begins in one')
  if (kind === 'lesson')
    throw unusable(path, 'expected a scenario, found a lesson; `bramble lesson check` takes it')
  if (kind === 'report') throw unusable(path, 'expected a scenario, found the report of a run')
  return checkScenarios(path, yaml, from, onIncluded)
}

/** A problem of the file as a whole, without a position. */
function unusable(file: string, text: string): UnusableFile {
  return new UnusableFile([{ file, line: 0, column: 0, keyPath: '', text }])
}

/** Case does not matter; `*` and `?` work as in a glob. */
function contains(text: string, filter: string): boolean {
  return isMatch(`*${filter.toLowerCase()}*`, text.toLowerCase())
}

function isChosen({ name, tags }: Scenario, filter: string): boolean {
  return contains(name, filter) || tags.some((tag) => tag.toLowerCase() === filter.toLowerCase())
}

/** Whether the name or a tag of an unchecked scenario may fit the filter: a matrix adds its values to the name. */
function mayBeChosen(input: unknown, filter: string): boolean {
  if (typeof input !== 'object' || input === null) return false
  if ('matrix' in input) return true
  const name = 'name' in input && typeof input.name === 'string' ? input.name : ''
  const tags: unknown[] = 'tags' in input && Array.isArray(input.tags) ? input.tags : []
  return contains(name, filter) || tags.some((tag) => String(tag).toLowerCase() === filter.toLowerCase())
}

/** Skip pipes and devices in folders, but report missing files, such as the target of a broken link. */
function isOrdinary(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true
}
