import { checkDocument, checkLab, labFile, readYaml, UnusableFile } from '../../lab/file/index.ts'
import { checkScenario } from '../../scenario/index.ts'
import { exitCodes, print, printFailure } from './output.ts'

/** Checks lab and scenario files, each for what it is. */
export async function check(files: readonly string[]): Promise<number> {
  let code: number = exitCodes.fine
  for (const file of files) {
    try {
      await checkFile(file)
      print(`${file}: ok`)
    } catch (thrown) {
      if (!(thrown instanceof UnusableFile)) throw thrown
      code = printFailure(thrown)
    }
  }
  return code
}

async function checkFile(file: string): Promise<void> {
  const yaml = await readYaml(file)
  if (isScenario(yaml.input)) await checkScenario(file, yaml)
  else await checkDocument(file, yaml, labFile, checkLab)
}

/** A scenario has steps; one that lacks them still shows by keys that no lab file has. */
function isScenario(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false
  return ['steps', 'lab', 'symptom', 'cause'].some((key) => key in input)
}
