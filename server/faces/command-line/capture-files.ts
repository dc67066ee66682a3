import { basename, extname } from 'node:path'
import { describeFailure, Failure } from '../../lab/failure.ts'
import { type CaptureFile, openCaptureFile } from '../../lab/index.ts'
import { UnusableInput } from './output.ts'

export interface CaptureOptions {
  /** The file; JSON lines where it ends in `.jsonl`, else pcapng. */
  capture?: string
  /** Passwords too. */
  revealSecrets?: boolean
}

/** Opens the file that `--capture` names. @throws {UnusableInput} where it cannot be written */
export async function openCapture(path: string, { revealSecrets }: CaptureOptions): Promise<CaptureFile> {
  try {
    return await openCaptureFile(path, { reveal: revealSecrets ?? false })
  } catch (cause) {
    const remedy = cause instanceof Failure ? cause.remedy : undefined
    throw new UnusableInput(describeFailure(cause), { ...(remedy === undefined ? {} : { remedy }), cause })
  }
}

/** The capture files of a run of scenarios: one for each scenario. */
export class CaptureFiles {
  readonly #options: CaptureOptions
  readonly #pathOf: (file: string) => string | undefined
  readonly #failures: Failure[] = []

  constructor(files: readonly string[], options: CaptureOptions) {
    const paths = options.capture === undefined ? new Map() : capturePaths(options.capture, files)
    this.#options = options
    this.#pathOf = (file) => paths.get(file)
  }

  /** Runs `work` with the file of a scenario, where one was asked for. */
  async around<T>(file: string, work: (capture?: CaptureFile) => Promise<T>): Promise<T> {
    const path = this.#pathOf(file)
    if (path === undefined) return work()
    const capture = await openCapture(path, this.#options)
    try {
      return await work(capture)
    } finally {
      await capture.close().catch((thrown: unknown) => {
        if (!(thrown instanceof Failure)) throw thrown
        this.#failures.push(thrown)
      })
    }
  }

  /** To be called once everything is reported. @throws {Failure} where a file could not be written to its end */
  check(): void {
    const [first] = this.#failures
    if (!first) return
    const messages = this.#failures.map(({ message }) => message).join('\n')
    throw new Failure(first.code, messages, first.remedy === undefined ? {} : { remedy: first.remedy })
  }
}

/**
 * One scenario: the file as it is named. Several: each has the name of its scenario's file before the ending, such as
 * `traffic-tunnel.pcapng`; where two have one name, the later ones are numbered.
 */
export function capturePaths(path: string, files: readonly string[]): Map<string, string> {
  const different = [...new Set(files)]
  if (different.length <= 1) return new Map(different.map((file) => [file, path]))
  const ending = extname(path)
  const start = path.slice(0, path.length - ending.length)
  const taken = new Map<string, number>()
  return new Map(
    different.map((file) => {
      const name = basename(file, extname(file))
      const number = (taken.get(name) ?? 0) + 1
      taken.set(name, number)
      return [file, `${start}-${name}${number === 1 ? '' : `-${number}`}${ending}`]
    }),
  )
}
