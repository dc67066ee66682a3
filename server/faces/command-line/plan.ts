import { checkDocument, checkLab, labFile, readYaml, UnusableFile } from '../../lab/file/index.ts'
import { checkScenario, isMatch, type Scenario } from '../../scenario/index.ts'
import { type CaptureOptions, capturePaths } from './capture-files.ts'
import { type InputFile, inputFiles } from './input-files.ts'
import { isScenario } from './kind-of-file.ts'
import { UnusableInput } from './output.ts'
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
}

/** Every run in its order, and why some are not to be done; null: they are. */
export type Plan = readonly (Planned & { skip: string | null })[]

/** @throws {UnusableFile | UnusableInput} with everything that is wrong with any of the files */
export async function planRuns(names: readonly string[], selection: Selection): Promise<Plan> {
  const { capture, filter, log, repeat, revealSecrets = false, seed } = selection
  const scenarios = await readAll(await inputFiles(names))
  if (scenarios.length === 0)
    throw new UnusableInput(`${names.join(' ')}: there is no scenario among these files`)
  const chosen = filter === undefined ? scenarios : scenarios.filter((scenario) => isMeant(scenario, filter))
  if (chosen.length === 0)
    throw new UnusableInput(`no scenario's file or name contains ${JSON.stringify(filter)}`)
  const meant = chosen.filter(({ missing }) => missing.length === 0).map(({ file }) => file)
  const captures: Map<string, string> = capture === undefined ? new Map() : capturePaths(capture, meant)
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
      },
      scenario,
      skip,
    }))
  })
}

/** Whatever its case; `*` and `?` mean what they mean in a glob. */
function isMeant({ file, name }: Scenario, filter: string): boolean {
  const glob = `*${filter.toLowerCase()}*`
  return [file, name].some((text) => isMatch(glob, text.toLowerCase()))
}

async function readAll(files: readonly InputFile[]): Promise<Scenario[]> {
  const scenarios: Scenario[] = []
  const unusable: UnusableFile[] = []
  for (const file of files) {
    try {
      const scenario = await readOne(file)
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

/** @returns null for a lab file that stands in a folder beside the scenarios which name it */
async function readOne({ path, isFound }: InputFile): Promise<Scenario | null> {
  const yaml = await readYaml(path)
  if (!isFound || isScenario(yaml.input)) return checkScenario(path, yaml)
  await checkDocument(path, yaml, labFile, checkLab)
  return null
}
