import { checkDocument, checkLab, labFile, readYaml, UnusableFile } from '../../lab/file/index.ts'
import { type LabSnapshot, readSnapshotFile, whyNotRepeatable } from '../../lab/index.ts'
import { checkScenario, isMatch, type Scenario } from '../../scenario/index.ts'
import type { CaptureOptions } from './capture-files.ts'
import { type InputFile, inputFiles } from './input-files.ts'
import { isScenario, isSnapshot } from './kind-of-file.ts'
import { UnusableInput } from './output.ts'
import { fileForEach } from './scenario-names.ts'
import type { Planned } from './task-queue.ts'
import { logFolders } from './write-log.ts'

/** Which runs are meant, and what becomes of their traffic and their logs. */
export interface Selection extends CaptureOptions {
  repeat: number
  /** Instead of the seed that a scenario's lab names. */
  seed?: number
  filter?: string
  /** Folder for the logs. */
  log?: string
  /** The snapshot in whose lab they begin. */
  from?: string
  /** Where a snapshot of each lab goes as it is at the end. */
  snapshot?: string
}

/** Every run in its order, and why some are not to be done; null: they are. */
export type Plan = readonly (Planned & { skip: string | null })[]

/** @throws {UnusableFile | UnusableInput} with everything that is wrong with any of the files */
export async function planRuns(names: readonly string[], selection: Selection): Promise<Plan> {
  const { capture, filter, from, log, repeat, revealSecrets = false, seed, snapshot } = selection
  const start = from === undefined ? null : await readSnapshotFile(from)
  const seedOfStart = start ? (start.lab.seed ?? 1) : undefined
  if (seedOfStart !== undefined && seed !== undefined && seed !== seedOfStart) {
    throw new UnusableInput(`--seed ${seed}: the snapshot is of seed ${seedOfStart}, which cannot be changed`)
  }
  const scenarios = await readAll(await inputFiles(names), start)
  if (scenarios.length === 0)
    throw new UnusableInput(`${names.join(' ')}: there is no scenario among these files`)
  const chosen = filter === undefined ? scenarios : scenarios.filter((scenario) => isMeant(scenario, filter))
  if (chosen.length === 0)
    throw new UnusableInput(`no scenario's file or name contains ${JSON.stringify(filter)}`)
  const meant = chosen.filter(({ missing }) => missing.length === 0).map(({ file }) => file)
  if (snapshot !== undefined) checkRepeatable(chosen.filter(({ file }) => meant.includes(file)))
  const captures = filesOf(capture, meant)
  const snapshots = filesOf(snapshot, meant)
  const logs: Map<string, string> = log === undefined ? new Map() : logFolders(log, meant)
  return chosen.flatMap((scenario) => {
    const { file, name, lab, missing } = scenario
    const skip = missing.length > 0 ? `needs ${missing.join(', ')}, which no lab has yet` : null
    const path = captures.get(file)
    return Array.from({ length: repeat }, (_, index) => ({
      task: {
        file,
        name,
        seed: seed ?? lab.seed ?? 1,
        number: index + 1,
        of: repeat,
        // Each further run is the first one over again.
        capture: path === undefined || index > 0 ? null : { path, reveal: revealSecrets },
        log: logs.get(file) ?? null,
        from: from ?? null,
        snapshot: index > 0 ? null : (snapshots.get(file) ?? null),
      },
      scenario,
      skip,
    }))
  })
}

function filesOf(path: string | undefined, files: readonly string[]): Map<string, string> {
  return path === undefined ? new Map() : fileForEach(path, files)
}

/** @throws {UnusableFile} naming those whose labs no snapshot can hold */
function checkRepeatable(scenarios: readonly Scenario[]): void {
  const problems = scenarios.flatMap(({ file, lab, positionOf }) => {
    const found = whyNotRepeatable(lab)
    const path = ['lab', ...(found?.path ?? [])]
    return found ? [{ file, ...positionOf(path), keyPath: path.join('.'), text: found.text }] : []
  })
  if (problems.length > 0) throw new UnusableFile(problems)
}

/** Whatever its case; `*` and `?` mean what they mean in a glob. */
function isMeant({ file, name }: Scenario, filter: string): boolean {
  const glob = `*${filter.toLowerCase()}*`
  return [file, name].some((text) => isMatch(glob, text.toLowerCase()))
}

async function readAll(files: readonly InputFile[], from: LabSnapshot | null): Promise<Scenario[]> {
  const scenarios: Scenario[] = []
  const unusable: UnusableFile[] = []
  for (const file of files) {
    try {
      const scenario = await readOne(file, from)
      if (scenario) scenarios.push(scenario)
    } catch (thrown) {
      if (!(thrown instanceof UnusableFile)) throw thrown
      unusable.push(thrown)
    }
  }
  const [first] = unusable
  if (!first) return scenarios
  const options = unusable.length === 1 && first.remedy !== undefined ? { remedy: first.remedy } : {}
  throw new UnusableFile(
    unusable.flatMap(({ problems }) => problems),
    options,
  )
}

/** @returns null for a lab file, or a snapshot, that stands in a folder beside the scenarios */
async function readOne({ path, isFound }: InputFile, from: LabSnapshot | null): Promise<Scenario | null> {
  const yaml = await readYaml(path)
  if (isFound && isSnapshot(yaml.input)) return null
  if (!isFound || isScenario(yaml.input)) return checkScenario(path, yaml, from)
  await checkDocument(path, yaml, labFile, checkLab)
  return null
}
