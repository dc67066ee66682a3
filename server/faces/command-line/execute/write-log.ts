import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describeFailure } from '../../../base/index.ts'
import type { Lab } from '../../../lab/index.ts'
import { followLog, LogFiles } from '../../../log/index.ts'
import { UnusableInput, warn } from '../output.ts'
import { type NamedScenario, outputPathsOf } from '../plan/output-names.ts'

/**
 * Writes the lab's log to files in a folder, until the function that it returns is called.
 * @param shown changes a text before it is written
 */
export function writeLog(
  { api, clock, timeZone }: Lab,
  folder: string,
  shown: (text: string) => string = (text) => text,
): () => void {
  const files = new LogFiles(folder, timeZone, (problem) =>
    warn(`${problem.message}. ${problem.remedy ?? ''}`),
  )
  // `followLog` writes the lines of the lab's start before it returns.
  const stop = followLog(api, clock.now(), (line) => files.write({ ...line, text: shown(line.text) }))
  return () => {
    stop()
    files.close()
  }
}

/** Checks before anything runs that a log can be written there; otherwise it would be lost. @throws {UnusableInput} */
export function checkLogFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new UnusableInput(`--log: the log cannot be written to ${folder}: ${describeFailure(cause)}`, {
      cause,
    })
  }
}

/** One scenario: the folder itself. Several: a folder in it for each, with the name of the scenario's file. */
export function logFolders(folder: string, scenarios: readonly NamedScenario[]): Map<string, string> {
  return outputPathsOf(scenarios, folder, (name) => join(folder, name))
}
