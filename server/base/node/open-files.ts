import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { systemFailure } from '../index.ts'

/**
 * Checks that the process may open so many more files and sockets at once. A program that finds out later finds out in the
 * middle of something, and what it then reports is about that, not about the limit.
 * @throws {Failure} `too-many-open-files`
 */
export function checkOpenFileLimit(more: number, doing: string): void {
  const opened: number[] = []
  try {
    while (opened.length < more) opened.push(openSync(devNull, 'r'))
  } catch (error) {
    throw systemFailure(error, doing) ?? error
  } finally {
    for (const file of opened) closeSync(file)
  }
}
