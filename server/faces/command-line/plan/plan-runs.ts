import { basename, extname, join } from 'node:path'
import { UnusableFile } from '../../../files/index.ts'
import type { Scenario } from '../../../scenario/index.ts'
import { readSnapshotFile, whyNotRepeatable } from '../../../scenario/index.ts'
import type { CaptureOptions } from '../execute/capture-files.ts'
import { logFolders } from '../execute/write-log.ts'
import { type Input, readInputs } from '../load/read-inputs.ts'
import { UnusableInput, warnOfLeftOut } from '../output.ts'
import type { RunTask } from '../report/run-result.ts'
import { type NamedScenario, outputFileOfEach, outputPathsOf, scenarioId } from './output-names.ts'

/** The selected runs, and the outputs for their traffic and logs. */
export interface Selection extends CaptureOptions {
  repeat: number
  /** Replaces the seed of each scenario's lab. */
  seed?: number
  filter?: string
  /** Folder for the logs. */
  log?: string
  /** The snapshot from which they start. */
  from?: string
  /** The file for a snapshot of each lab at the end. */
  snapshot?: string
  /** The file for the history of each lab. */
  record?: string
  /** Whether reports in JSON have the history of each lab. */
  withPast?: boolean
  /** The folder for captures of the runs that fail. */
  captureOnFailure?: string
  /** Only every `of`th scenario, from the one with this number. */
  shard?: Shard
}

/** A part of the scenarios: the shards of one number have all of them together, and none twice. */
export interface Shard {
  /** From 1. */
  number: number
  of: number
}

/** A planned run: to be run, to be skipped with a reason, or of a file that cannot be used. */
export type PlanEntry = { task: RunTask } & (
  | { scenario: Scenario; skip: string | null; unusable: null }
  | { unusable: UnusableFile }
)

export interface Plan {
  entries: readonly PlanEntry[]
  /** Every file from which the runs are read: nothing may be written there. */
  files: readonly string[]
  /** Files in folders that do not belong to Bramble. */
  leftOut: readonly string[]
  /** If no file can be used, all problems. */
  nothingToRun: UnusableFile | null
}

/** @throws {UnusableFile | UnusableInput} if there is nothing to run, or an option for all runs is unusable */
export async function planRuns(names: readonly string[], selection: Selection): Promise<Plan> {
  const {
    capture,
    clearSip = false,
    filter,
    from,
    log,
    repeat,
    revealSecrets = false,
    seed,
    snapshot,
    record,
  } = selection
  const start = from === undefined ? null : await readSnapshotFile(from)
  const seedOfStart = start ? (start.lab.seed ?? 1) : undefined
  if (seedOfStart !== undefined && seed !== undefined && seed !== seedOfStart) {
    throw new UnusableInput(`--seed ${seed}: the snapshot is of seed ${seedOfStart}, which cannot be changed`)
  }
  if (capture !== undefined && selection.captureOnFailure !== undefined) {
    throw new UnusableInput('--capture and --capture-on-failure exclude each other: expected one of them')
  }
  const { inputs: read, files, leftOut } = await readInputs(names, { filter, from: start })
  const inputs = inShard(snapshot === undefined ? read : read.map(orNotRepeatable), selection.shard)
  if (read.length === 0) {
    warnOfLeftOut(leftOut)
    throw new UnusableInput(
      filter === undefined || files.length === 0
        ? `${names.join(' ')}: there is no scenario among these files`
        : `no scenario's file or name contains ${JSON.stringify(filter)}, and none has it as a tag`,
    )
  }
  const meant = inputs
    .filter((input) => 'unusable' in input || input.scenario.missing.length === 0)
    .map(nameOf)
  const captures = filesOf(capture, meant)
  const snapshots = filesOf(snapshot, meant)
  const records = filesOf(record, meant)
  const failed = capturesOfFailures(selection.captureOnFailure, meant)
  const onFailure = (id: string, index: number) => {
    const path = failed.get(id)
    if (path === undefined) return null
    const own =
      index === 0 ? path : `${path.slice(0, -captureEnding.length)}-run-${index + 1}${captureEnding}`
    return { path: own, reveal: revealSecrets, clear: clearSip, isForFailure: true }
  }
  const logs: Map<string, string> = log === undefined ? new Map() : logFolders(log, meant)
  const nothing = {
    ...{ capture: null, log: null, from: from ?? null, snapshot: null, record: null },
    withPast: false,
  }
  const entries = inputs.flatMap((input): PlanEntry[] => {
    const { file } = input
    if ('unusable' in input) {
      const name = basename(file, extname(file))
      const task = {
        file,
        name,
        seed: seed ?? 1,
        combination: 1,
        combinations: 1,
        number: 1,
        of: 1,
        ...nothing,
      }
      return [{ task, unusable: input.unusable }]
    }
    const { scenario } = input
    const { name, lab, missing, combination } = scenario
    const skip = missing.length > 0 ? `needs ${missing.join(', ')}, which no lab has yet` : null
    const id = scenarioId(nameOf(input))
    const path = captures.get(id)
    return Array.from({ length: repeat }, (_, index) => ({
      task: {
        ...nothing,
        file,
        name,
        seed: seed ?? lab.seed ?? 1,
        combination,
        combinations: scenario.combinations,
        number: index + 1,
        of: repeat,
        // Further runs repeat the first one, so only that writes a capture.
        capture:
          path !== undefined && index === 0
            ? { path, reveal: revealSecrets, clear: clearSip, isForFailure: false }
            : onFailure(id, index),
        log: logs.get(id) ?? null,
        snapshot: index > 0 ? null : (snapshots.get(id) ?? null),
        record: index > 0 ? null : (records.get(id) ?? null),
        withPast: selection.withPast === true && index === 0,
      },
      scenario,
      skip,
      unusable: null,
    }))
  })
  const unusable = inputs.flatMap((input) => ('unusable' in input ? [input.unusable] : []))
  const nothingToRun = unusable.length === inputs.length && inputs.length > 0 ? together(unusable) : null
  return { entries, files: from === undefined ? files : [...files, from], leftOut, nothingToRun }
}

const captureEnding = '.pcapng'

function capturesOfFailures(
  folder: string | undefined,
  scenarios: readonly NamedScenario[],
): Map<string, string> {
  if (folder === undefined) return new Map()
  // As for several scenarios: with one alone, the folder itself would be its file.
  const nobody = { file: '', combination: 0 }
  return outputPathsOf([...scenarios, nobody], folder, (name) => join(folder, `${name}${captureEnding}`))
}

/** The scenarios of a shard: by the order of their files, whatever the order of the command line. */
function inShard(inputs: readonly Input[], shard: Shard | undefined): readonly Input[] {
  if (!shard) return inputs
  const order = inputs
    .map((_, index) => index)
    .sort((one, other) => {
      const [left, right] = [inputs[one]?.file ?? '', inputs[other]?.file ?? '']
      return left < right ? -1 : left > right ? 1 : one - other
    })
  const chosen = new Set(order.filter((_, place) => place % shard.of === shard.number - 1))
  return inputs.filter((_, index) => chosen.has(index))
}

/** All problems of several files; for a single file, also its remedy. */
function together(files: readonly UnusableFile[]): UnusableFile {
  const [first] = files
  return files.length === 1 && first ? first : new UnusableFile(files.flatMap(({ problems }) => problems))
}

function filesOf(path: string | undefined, scenarios: readonly NamedScenario[]): Map<string, string> {
  return path === undefined ? new Map() : outputFileOfEach(path, scenarios)
}

function nameOf(input: Input): NamedScenario {
  return { file: input.file, combination: 'scenario' in input ? input.scenario.combination : 1 }
}

/** Makes a scenario unusable if no snapshot of its lab can be taken. */
function orNotRepeatable(input: Input): Input {
  if ('unusable' in input || input.scenario.missing.length > 0) return input
  const { file, lab, positionOf } = input.scenario
  const found = whyNotRepeatable(lab)
  if (!found) return input
  const path = ['lab', ...found.path]
  const problem = { file, ...positionOf(path), keyPath: path.join('.'), text: found.text }
  return { file: input.file, unusable: new UnusableFile([problem]) }
}
