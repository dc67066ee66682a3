import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  checkDocument,
  checkLab,
  filesOfLab,
  labFile,
  labStandIn,
  readYaml,
  UnusableFile,
  type YamlText,
} from '../../../files/index.ts'
import {
  checkScenario,
  isMatch,
  type LabSnapshot,
  readSnapshotFile,
  type Scenario,
} from '../../../scenario/index.ts'
import { type InputFile, inputFiles } from './input-files.ts'
import { type KindOfFile, kindOfFile, looksMeant } from './kind-of-file.ts'

/** A file that was meant, in the order of the command: what it holds, or why it cannot be used. */
export type Input = { file: string } & ({ scenario: Scenario } | { unusable: UnusableFile })

export interface Inputs {
  /** Scenarios, and whatever cannot be used. */
  inputs: Input[]
  /** Files in folders that are nothing of Bramble's, or reports of earlier runs. */
  leftOut: string[]
  /** Every scenario and lab file that was found or named, and what they read. Nothing may be written there. */
  files: string[]
}

export interface ReadingOptions {
  /** Only scenarios whose file or name contains it. A file that shows by its name that it is not meant is not judged. */
  filter?: string | undefined
  /** The snapshot in whose lab the scenarios begin. */
  from?: LabSnapshot | null
}

/** Reads everything that the words of a command mean; a file that cannot be used does not keep the others from it. */
export async function readInputs(names: readonly string[], options: ReadingOptions = {}): Promise<Inputs> {
  const all: Inputs = { inputs: [], leftOut: [], files: [] }
  for (const file of await inputFiles(names)) await readInput(file, options, all)
  return all
}

async function readInput(
  file: InputFile,
  { filter = '', from = null }: ReadingOptions,
  { inputs, leftOut, files }: Inputs,
): Promise<void> {
  const { path, isFound } = file
  const isNamed = contains(path, filter)
  const glance = await lookAt(file)
  if (glance === 'other') {
    if (isNamed) leftOut.push(path)
    return
  }
  if (isFound && 'kind' in glance && glance.kind === 'snapshot') return
  files.push(path)
  if (!isNamed && !('yaml' in glance && contains(nameIn(glance.yaml.input), filter))) return
  try {
    if ('unusable' in glance) throw glance.unusable
    const { kind, yaml } = glance
    if (isFound && kind === 'lab') {
      const { input } = await checkLabFile(path, yaml)
      files.push(...filesOfLab(input, dirname(path)))
      return
    }
    const scenario = await scenarioIn(path, yaml, kind, from)
    inputs.push({ file: path, scenario })
    files.push(...scenario.files)
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    inputs.push({ file: path, unusable: thrown })
  }
}

/**
 * Checks a file for what it is.
 * @returns whether it is something of Bramble's; else it only stands in a folder with what is
 * @throws {UnusableFile}
 */
export async function checkInput(file: InputFile): Promise<boolean> {
  const { path } = file
  const glance = await lookAt(file)
  if (glance === 'other') return false
  if ('unusable' in glance) throw glance.unusable
  const { kind, yaml } = glance
  if (kind === 'snapshot') await readSnapshotFile(path)
  else if (kind === 'scenario') await checkScenario(path, yaml)
  else await checkLabFile(path, yaml)
  return true
}

type Glance = { yaml: YamlText; kind: KindOfFile } | { unusable: UnusableFile } | 'other'

/** What a file is. A file that was named is meant, whatever it is. */
async function lookAt({ path, isFound, problem }: InputFile): Promise<Glance> {
  if (problem !== null) return { unusable: unusable(path, problem) }
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

function checkLabFile(path: string, yaml: YamlText) {
  return checkDocument(path, yaml, labFile, checkLab, labStandIn)
}

async function scenarioIn(
  path: string,
  yaml: YamlText,
  kind: KindOfFile,
  from: LabSnapshot | null,
): Promise<Scenario> {
  if (kind === 'snapshot') throw unusable(path, 'expected a scenario, found a snapshot; --from begins in one')
  if (kind === 'report') throw unusable(path, 'expected a scenario, found the report of a run')
  return checkScenario(path, yaml, from)
}

/** The file as a whole is at fault: no place in it. */
function unusable(file: string, text: string): UnusableFile {
  return new UnusableFile([{ file, line: 0, column: 0, keyPath: '', text }])
}

/** Whatever its case; `*` and `?` mean what they mean in a glob. */
function contains(text: string, filter: string): boolean {
  return isMatch(`*${filter.toLowerCase()}*`, text.toLowerCase())
}

function nameIn(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('name' in input)) return ''
  return typeof input.name === 'string' ? input.name : ''
}

/** A pipe or a device in a folder is nothing to read. What is not there, such as the end of a broken link, was meant. */
function isOrdinary(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true
}
