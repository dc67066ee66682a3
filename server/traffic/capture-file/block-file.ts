import { type FileHandle, open } from 'node:fs/promises'
import { describeFailure, Failure } from '../../base/index.ts'
import { type Clock, createRealClock } from '../../clock/index.ts'

/** Maximum bytes that wait to be written; further blocks are dropped. Lab time stops long before that. */
const waitingLimitBytes = 64 * 1_024 * 1_024
const standStillBytes = 8 * 1_024 * 1_024
/** One write to the file. */
const batchBytes = 1_024 * 1_024
/** Real time in which blocks are gathered for a write: each write costs as much as some ten blocks. */
const gatheringMs = 100

/**
 * A file to which blocks (or lines) are appended as they come. It contains whole blocks only, so that it can be read even if
 * writing was interrupted.
 */
export class BlockFile {
  readonly path: string
  readonly #handle: FileHandle
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  /** Length of the file up to the end of the last whole block. */
  #wholeBytes = 0
  #writing: Promise<void> | null = null
  /** Ends the gathering of blocks for the next write. */
  #endGathering = () => {}
  #failure: Failure | null = null
  #release: (() => void) | null = null
  #onFailure: ((failure: Failure) => void) | null = null
  #clock: Clock | null = null
  #isClosed = false

  private constructor(path: string, handle: FileHandle) {
    this.path = path
    this.#handle = handle
  }

  /** Creates the file, or empties it. @throws {Failure} naming the file if it cannot be written */
  static async create(path: string): Promise<BlockFile> {
    try {
      // The file is private, since it contains what people wrote and did.
      return new BlockFile(path, await open(path, 'w', 0o600))
    } catch (cause) {
      throw notWritten(path, cause)
    }
  }

  /** Length of the file so far. */
  get writtenBytes(): number {
    return this.#wholeBytes
  }

  /** @param clock stands still while too much waits to be written */
  bind(clock: Clock, onFailure: (failure: Failure) => void): void {
    this.#clock = clock
    this.#onFailure = onFailure
    if (this.#failure) onFailure(this.#failure)
  }

  /** @returns false if the block is dropped */
  write(block: Uint8Array): boolean {
    if (this.#failure || this.#isClosed) return false
    if (this.#waitingBytes + block.length > waitingLimitBytes) return false
    this.#waiting.push(block)
    this.#waitingBytes += block.length
    if (this.#waitingBytes > standStillBytes) this.#release ??= this.#clock?.hold() ?? null
    this.#writing ??= this.#writeAll()
    if (this.#waitingBytes >= batchBytes) this.#endGathering()
    return true
  }

  /** Writes all waiting blocks. @throws {Failure} if not everything could be written */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#endGathering()
    await this.#writing
    try {
      await this.#handle.close()
    } catch (cause) {
      this.#failure ??= notWritten(this.path, cause)
    }
    if (this.#failure) throw this.#failure
  }

  async #writeAll(): Promise<void> {
    await this.#gather()
    try {
      while (this.#waiting.length > 0) {
        const blocks = this.#waiting
        this.#waiting = []
        for (let start = 0; start < blocks.length; ) start += await this.#writeBatch(blocks, start)
      }
    } catch (cause) {
      this.#waiting = []
      this.#waitingBytes = 0
      // Cut off a partly written block, which would damage the end of the file. A device cannot be truncated.
      await this.#handle.truncate(this.#wholeBytes).catch(() => {})
      this.#failure = notWritten(this.path, cause)
      this.#onFailure?.(this.#failure)
    } finally {
      this.#writing = null
      this.#release?.()
      this.#release = null
    }
  }

  /** Waits for more blocks, unless there are enough for a write, or no more will come. */
  async #gather(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = createRealClock().after(gatheringMs, resolve)
      this.#endGathering = () => {
        timer.cancel()
        resolve()
      }
    })
  }

  /** @returns the number of blocks for the next write */
  async #writeBatch(all: readonly Uint8Array[], start: number): Promise<number> {
    let end = start
    let length = 0
    for (
      let block = all[end];
      block && (end === start || length + block.length <= batchBytes);
      block = all[end]
    ) {
      length += block.length
      end += 1
    }
    const blocks = all.slice(start, end)
    const bytes = Buffer.concat(blocks, length)
    let written = 0
    try {
      while (written < length) {
        const { bytesWritten } = await this.#handle.write(bytes, written, length - written)
        if (bytesWritten === 0) throw new Error('nothing more can be written')
        written += bytesWritten
      }
    } finally {
      // If the disk filled up meanwhile, keep the blocks that were written completely.
      let whole = 0
      for (const block of blocks) {
        if (whole + block.length > written) break
        whole += block.length
      }
      this.#wholeBytes += whole
    }
    this.#waitingBytes -= length
    return blocks.length
  }
}

function notWritten(path: string, cause: unknown): Failure {
  return new Failure('capture-not-written', { path, cause: describeFailure(cause) }, { cause })
}
