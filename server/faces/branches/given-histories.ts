import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeFailure, Failure, SerialQueue } from '../../base/index.ts'

/** Two million entries, which a history has at most, take less. */
const mostBytes = 1_024 * 1_024 * 1_024
/** Histories that are being handed over at the same time; of one that a page has given up, nobody hears. */
const mostGiven = 4

interface Given {
  folder: string
  file: string
  bytes: number
}

/** Histories that pages hand over in parts: a page can read a file that a person chose, and the lab cannot. */
export class GivenHistories {
  readonly #given = new Map<string, Given>()
  readonly #queue = new SerialQueue()

  /** Takes the next part. @throws {Failure} `history-not-taken` */
  give(upload: string, text: string): Promise<void> {
    return this.#queue.run(async () => {
      const given = this.#given.get(upload) ?? (await this.#begin(upload))
      given.bytes += Buffer.byteLength(text)
      try {
        if (given.bytes > mostBytes) throw new Error(`it has more than ${mostBytes} bytes`)
        // Only its owner may read it, since it has passwords.
        await appendFile(given.file, text, { mode: 0o600 })
      } catch (cause) {
        await this.#drop(upload)
        throw new Failure('history-not-taken', { cause: describeFailure(cause) }, { cause })
      }
    })
  }

  /**
   * Lends what was handed over as a file of that name, and removes it afterwards.
   * @throws {Failure} `history-not-taken`
   */
  async withFile<T>(upload: string, name: string, work: (file: string) => Promise<T>): Promise<T> {
    try {
      const given = await this.#queue.run(async () => this.#given.get(upload))
      if (given === undefined) {
        throw new Failure('history-not-taken', { cause: 'nothing of it has been handed over' })
      }
      // Whatever is wrong with it is told by its name.
      const named = join(given.folder, fileName(name))
      await rename(given.file, named)
      return await work(named)
    } finally {
      await this.#drop(upload)
    }
  }

  async #begin(upload: string): Promise<Given> {
    for (const [oldest] of this.#given) {
      if (this.#given.size < mostGiven) break
      await this.#drop(oldest)
    }
    const folder = await mkdtemp(join(tmpdir(), 'bramble-history-'))
    const given = { folder, file: join(folder, randomUUID()), bytes: 0 }
    this.#given.set(upload, given)
    return given
  }

  async #drop(upload: string): Promise<void> {
    const given = this.#given.get(upload)
    this.#given.delete(upload)
    if (given !== undefined) await rm(given.folder, { recursive: true, force: true })
  }
}

/** The last part of a name, of characters that every file system takes. */
function fileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return (
    last
      .replace(/[^\p{L}\p{N} ._-]/gu, '_')
      .replace(/^\.+/, '')
      .slice(0, 100) || 'history'
  )
}
