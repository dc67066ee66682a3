import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { Failure, systemFailure } from '../index.ts'

/**
 * Checks that the process may open so many more files and sockets at once. Without the check, a low limit is met in the middle
 * of the start, and each part reports it as something else, such as a damaged certificate.
 * @param needed how many more files
 * @throws {Failure} `open-file-limit`
 */
export function checkOpenFileLimit(needed: number): void {
  const opened: number[] = []
  try {
    while (opened.length < needed) opened.push(openSync(devNull, 'r'))
  } catch (error) {
    if (systemFailure(error)?.code !== 'too-many-open-files') throw error
    throw new Failure('open-file-limit', { needed }, { cause: error })
  } finally {
    for (const file of opened) closeSync(file)
  }
}
