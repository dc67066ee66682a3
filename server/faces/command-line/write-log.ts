import { followLog, type Lab, LogFiles } from '../../lab/index.ts'
import { UnusableInput, warn } from './output.ts'

/**
 * Writes the lab's log to files in a folder, until the function that it returns is called.
 * @throws {UnusableInput} where nothing can be written there
 */
export function writeLog({ api, clock }: Lab, folder: string): () => void {
  let hasBegun = false
  const files = new LogFiles(folder, (problem) => {
    if (!hasBegun) throw new UnusableInput(problem.message, { cause: problem })
    warn(`${problem.message}. ${problem.remedy ?? ''}`)
  })
  // The lines of the start are written here and now.
  const stop = followLog(api, clock.now(), (line) => files.write(line))
  hasBegun = true
  return () => {
    stop()
    files.close()
  }
}
