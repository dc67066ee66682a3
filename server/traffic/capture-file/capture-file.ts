import { extname } from 'node:path'
import type { Capture, CaptureSink } from '../capture.ts'
import { BlockFile } from './block-file.ts'
import type { CaptureContext, CaptureFileOptions } from './capture-context.ts'
import { JsonLines } from './json-lines.ts'
import { Pcapng } from './pcapng.ts'

/** The format of a file. */
interface Form {
  readonly sink: CaptureSink
  /** Writes the rest. */
  finish(): void
}

/** Creates the file at once, so that a file that cannot be written is reported before anything runs. @throws {Failure} */
export async function openCaptureFile(path: string, options: CaptureFileOptions = {}): Promise<CaptureFile> {
  return new CaptureFile(await BlockFile.create(path), {
    clear: false,
    reveal: false,
    secrets: true,
    ...options,
  })
}

/** Gets the traffic of a lab from the first frame on. */
export interface TrafficRecorder {
  record(capture: Capture, context: CaptureContext): void
}

/** Writes traffic to a file as it passes: JSON lines if the name ends in `.jsonl`, else pcapng. */
export class CaptureFile implements TrafficRecorder {
  readonly path: string
  readonly #file: BlockFile
  readonly #options: Required<CaptureFileOptions>
  #stopPouring = () => {}
  #form: Form | null = null

  constructor(file: BlockFile, options: Required<CaptureFileOptions>) {
    this.path = file.path
    this.#file = file
    this.#options = options
  }

  /** Size of the file so far. */
  get bytes(): number {
    return this.#file.writtenBytes
  }

  /** Starts recording. Call it once only: a file contains the traffic of one lab. */
  record(capture: Capture, context: CaptureContext): void {
    this.#file.bind(context.clock, (failure) => {
      this.#stopPouring()
      context.onFailure(failure)
    })
    const isText = extname(this.path).toLowerCase() === '.jsonl'
    this.#form = isText
      ? new JsonLines(this.#file, context, this.#options.reveal)
      : new Pcapng(this.#file, context, this.#options)
    this.#stopPouring = capture.pourInto(this.#form.sink)
  }

  /** Ends the recording, and writes the rest. @throws {Failure} if not everything could be written */
  async close(): Promise<void> {
    this.#stopPouring()
    this.#form?.finish()
    this.#form = null
    await this.#file.close()
  }
}
