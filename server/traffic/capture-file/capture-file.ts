import { extname } from 'node:path'
import type { Capture, CaptureSink } from '../capture.ts'
import { BlockFile } from './block-file.ts'
import type { CaptureContext, CaptureFileOptions } from './capture-context.ts'
import { JsonLines } from './json-lines.ts'
import { Pcapng } from './pcapng.ts'

/** What the file is written as. */
interface Form {
  readonly sink: CaptureSink
  /** Writes what is left to say. */
  finish(): void
}

/** Makes the file at once, so that one that cannot be written is known before anything runs. @throws {Failure} */
export async function openCaptureFile(path: string, options: CaptureFileOptions = {}): Promise<CaptureFile> {
  return new CaptureFile(await BlockFile.create(path), { clear: false, reveal: false, ...options })
}

/** Traffic as a file, written as it passes: JSON lines where its name ends in `.jsonl`, else pcapng. */
export class CaptureFile {
  readonly path: string
  readonly #file: BlockFile
  readonly #options: Required<CaptureFileOptions>
  #capture: Capture | null = null
  #form: Form | null = null

  constructor(file: BlockFile, options: Required<CaptureFileOptions>) {
    this.path = file.path
    this.#file = file
    this.#options = options
  }

  /** Writes all that passes from now on. Once only: a file tells of one lab. */
  record(capture: Capture, context: CaptureContext): void {
    this.#file.bind(context.clock, (failure) => {
      capture.pourInto(null)
      context.onFailure(failure)
    })
    const isText = extname(this.path).toLowerCase() === '.jsonl'
    this.#form = isText
      ? new JsonLines(this.#file, context, this.#options.reveal)
      : new Pcapng(this.#file, context, this.#options)
    this.#capture = capture
    capture.pourInto(this.#form.sink)
  }

  /** Ends the recording, and writes what waits. @throws {Failure} where not everything could be written */
  async close(): Promise<void> {
    this.#capture?.pourInto(null)
    this.#form?.finish()
    this.#form = null
    await this.#file.close()
  }
}
