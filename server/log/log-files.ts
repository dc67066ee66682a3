import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { LogComponent } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import { localTime } from './local-time.ts'
import { formatLogLine, type LogLine } from './log-line.ts'

/** The names of computer and instance in the original's file names. */
const server = 'BRAMBLE'
const instance = '01'

interface LogFile {
  readonly day: string
  readonly descriptor: number
}

/**
 * Writes the log as the original does: a folder for each day, in it a file for each component,
 * `<server>_<component>_<instance>_<yyyymmdd>_<log number>.txt`, the number rising at each restart (BTSC-KB04777). Files
 * of one start share a number, even if several labs write to the folder. Each line is written immediately, so that none is
 * lost when the lab is killed.
 */
export class LogFiles {
  readonly #folder: string
  readonly #zone: string
  readonly #onProblem: (problem: Failure) => void
  readonly #files = new Map<LogComponent, LogFile>()
  #hasFailed = false
  /** The number of this start, on the day of the files that are open. */
  #number = 0
  #day = ''

  /** @param zone time zone of the lab @param onProblem called once, when the log can no longer be written */
  constructor(folder: string, zone: string, onProblem: (problem: Failure) => void) {
    this.#folder = folder
    this.#zone = zone
    this.#onProblem = onProblem
  }

  write(line: LogLine): void {
    if (this.#hasFailed) return
    try {
      writeSync(this.#fileFor(line), `${formatLogLine(line, this.#zone)}\n`)
    } catch (cause) {
      this.#hasFailed = true
      this.close()
      this.#onProblem(
        new Failure('log-not-written', { folder: this.#folder, cause: describeFailure(cause) }, { cause }),
      )
    }
  }

  close(): void {
    for (const { descriptor } of this.#files.values()) closeSync(descriptor)
    this.#files.clear()
  }

  #fileFor({ at, component }: LogLine): number {
    const { day } = localTime(at, this.#zone)
    const open = this.#files.get(component)
    if (open?.day === day) return open.descriptor
    if (open) closeSync(open.descriptor)
    this.#files.delete(component)
    const folder = join(this.#folder, day)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    let number = this.#day === day ? this.#number : nextNumber(folder)
    for (;;) {
      try {
        const descriptor = openSync(join(folder, fileName(component, day, number)), 'wx', 0o600)
        this.#files.set(component, { day, descriptor })
        this.#day = day
        this.#number = number
        return descriptor
      } catch (error) {
        // Another lab has just created a file with that number.
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
        number += 1
      }
    }
  }
}

function fileName(component: LogComponent, day: string, number: number): string {
  return `${server}_${component}_${instance}_${day}_${String(number).padStart(4, '0')}.txt`
}

/** The number after those of all existing files. */
function nextNumber(folder: string): number {
  const numbers = readdirSync(folder).map((name) => Number(/_(\d+)\.txt$/.exec(name)?.[1] ?? 0))
  return numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1
}
