import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { describeFailure } from '../../lab/failure.ts'
import { UnusableInput } from './output.ts'

/**
 * Said before anything runs: what cannot be written in the end would have been for nothing.
 * @param what a report is written into its file, a snapshot takes the file's place
 * @throws {UnusableInput}
 */
export function checkOutputFile(what: 'report' | 'snapshot', file: string): void {
  const refuse = (why: string, cause?: unknown) =>
    new UnusableInput(`the ${what} cannot be written to ${file}: ${why}`, { cause })
  const there = statSync(file, { throwIfNoEntry: false })
  if (there?.isDirectory()) throw refuse('this is a folder, not a file')
  // A device must not be replaced.
  if (what === 'snapshot' && there && !there.isFile()) throw refuse('this is no ordinary file')
  try {
    if (there) accessSync(file, constants.W_OK)
    if (!there || what === 'snapshot') accessSync(dirname(file), constants.W_OK)
  } catch (cause) {
    throw refuse(describeFailure(cause), cause)
  }
}
