import { checkDocument, checkLab, labFile, labStandIn, readYaml, UnusableFile } from '../../lab/file/index.ts'
import { readSnapshotFile } from '../../lab/index.ts'
import { checkScenario } from '../../scenario/index.ts'
import { inputFiles } from './input-files.ts'
import { isScenario, isSnapshot } from './kind-of-file.ts'
import { exitCodes, print, printFailure } from './output.ts'

/** Checks lab and scenario files, and snapshots, each for what it is. */
export async function check(names: readonly string[], { json }: { json?: boolean }): Promise<number> {
  let code: number = exitCodes.fine
  for (const { path } of await inputFiles(names)) {
    try {
      await checkFile(path)
      if (!json) print(`${path}: ok`)
    } catch (thrown) {
      if (!(thrown instanceof UnusableFile)) throw thrown
      code = exitCodes.unusableInput
      if (json) for (const problem of thrown.problems) print(JSON.stringify(problem))
      else printFailure(thrown)
    }
  }
  return code
}

async function checkFile(file: string): Promise<void> {
  const yaml = await readYaml(file)
  if (isSnapshot(yaml.input)) await readSnapshotFile(file)
  else if (isScenario(yaml.input)) await checkScenario(file, yaml)
  else await checkDocument(file, yaml, labFile, checkLab, labStandIn)
}
