import { writeFile } from 'node:fs/promises'
import { describeFailure } from '../../base/index.ts'
import { scenarioTemplate } from '../scenario-template.ts'
import { exitCodes, print, UnusableInput, warn } from './output.ts'

export interface NewCommand {
  /** The history of a lab, of which a scenario is made. */
  from?: string
}

/**
 * Writes a scenario to begin with: a commented one, or one of what was done in a lab.
 * @throws {UnusableInput} if the file is there already
 */
export async function newScenario(file: string, { from }: NewCommand): Promise<number> {
  if (from === undefined) await write(file, scenarioTemplate)
  else {
    const { scenarioOfHistory } = await import('./scenario-of-history.ts')
    const { hasPassed, leftOut, text: made } = await scenarioOfHistory(from)
    await write(file, made)
    if (leftOut > 0)
      warn(`${leftOut} expectations did not come to hold when it was repeated, and are left out`)
    if (!hasPassed) warn('it does not pass yet: bramble run says why')
  }
  print(
    `${file}: written. bramble run ${file} runs it; bramble schema scenario > scenario.schema.json makes the schema for your editor`,
  )
  return exitCodes.fine
}

async function write(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content, { flag: 'wx' })
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    const why = isThere ? 'it is there already' : describeFailure(cause)
    throw new UnusableInput(`${file} cannot be written: ${why}`, {
      cause,
      ...(isThere ? { remedy: 'Name another file, or remove this one.' } : {}),
    })
  }
}
