import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describeFailure, Failure } from '../failure.ts'
import { formatLogLine, type LogComponent, type LogLine } from './log-line.ts'

/** What the original calls the computer and the instance. */
const server = 'BRAMBLE'
const instance = '01'

interface LogFile {
  readonly day: string
  readonly descriptor: number
}

/**
 * Writes the log as the original does: a folder for each day, in it a file for each component,
 * `<server>_<component>_<instance>_<yyyymmdd>_<log number>.txt`, the number rising at each restart (BTSC-KB04777). Lines
 * are written as they come, so that a lab that is killed leaves them all.
 */
export class LogFiles {
  readonly #folder: string
  readonly #onProblem: (problem: Failure) => void
  readonly #files = new Map<LogComponent, LogFile>()
  #hasFailed = false

  /** @param onProblem the log cannot be written any more; said once */
  constructor(folder: string, onProblem: (problem: Failure) => void) {
    this.#folder = folder
    this.#onProblem = onProblem
  }

  write(line: LogLine): void {
    if (this.#hasFailed) return
    try {
      writeSync(this.#fileFor(line), `${formatLogLine(line)}\n`)
    } catch (cause) {
      this.#hasFailed = true
      this.close()
      this.#onProblem(
        new Failure('log-not-written', `the log in ${this.#folder} ends here: ${describeFailure(cause)}`, {
          cause,
          remedy: 'Choose a folder that can be written to, on a disk with room.',
        }),
      )
    }
  }

  close(): void {
    for (const { descriptor } of this.#files.values()) closeSync(descriptor)
    this.#files.clear()
  }

  #fileFor({ at, component }: LogLine): number {
    const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '')
    const open = this.#files.get(component)
    if (open?.day === day) return open.descriptor
    if (open) closeSync(open.descriptor)
    this.#files.delete(component)
    const descriptor = openNext(join(this.#folder, day), component, day)
    this.#files.set(component, { day, descriptor })
    return descriptor
  }
}

/** Opens the file after those that are there, also where another lab takes the same number at the same moment. */
function openNext(folder: string, component: LogComponent, day: string): number {
  mkdirSync(folder, { recursive: true })
  const start = `${server}_${component}_${instance}_${day}_`
  const taken = readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .map((name) => Number.parseInt(name.slice(start.length), 10) || 0)
  for (let number = Math.max(0, ...taken) + 1; ; number += 1) {
    try {
      return openSync(join(folder, `${start}${String(number).padStart(4, '0')}.txt`), 'wx', 0o600)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}
