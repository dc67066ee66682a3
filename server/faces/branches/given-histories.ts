import { randomUUID } from 'node:crypto'
import { appendFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describeFailure, Failure, SerialQueue } from '../../base/index.ts'
import { makePrivateFolder, type PrivateFolder } from '../../base/node/index.ts'
import { createRealClock, type Timer } from '../../clock/index.ts'

/** Two million entries, which a history has at most, take less. */
const mostBytes = 1_024 * 1_024 * 1_024
/** Histories that are being handed over at the same time. */
const mostGiven = 4
/** Of a page that was killed nobody hears: what it has begun is removed when nothing comes for so long. */
const silentMs = 60_000

interface Given {
  folder: PrivateFolder
  file: string
  bytes: number
  silence: Timer
}

/** Histories that pages hand over in parts: a page can read a file that a person chose, and the lab cannot. */
export class GivenHistories {
  readonly #given = new Map<string, Given>()
  readonly #queue = new SerialQueue()
  readonly #real = createRealClock()

  /** Takes the next part. @throws {Failure} `history-not-taken` */
  give(upload: string, text: string): Promise<void> {
    return this.#queue.run(async () => {
      const given = this.#given.get(upload) ?? (await this.#begin(upload))
      given.silence.cancel()
      given.bytes += Buffer.byteLength(text)
      try {
        if (given.bytes > mostBytes) throw new Error(`it has more than ${mostBytes} bytes`)
        // Only its owner may read it, since it has passwords.
        await appendFile(given.file, text, { mode: 0o600 })
        given.silence = this.#real.after(silentMs, () => void this.drop(upload))
      } catch (cause) {
        await this.#drop(upload)
        throw new Failure('history-not-taken', { cause: describeFailure(cause) }, { cause })
      }
    })
  }

  /** Removes what a page has given up. */
  drop(upload: string): Promise<void> {
    return this.#queue.run(() => this.#drop(upload))
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
      given.silence.cancel()
      const named = join(given.folder.path, fileName(name))
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
    const folder = await makePrivateFolder()
    const given = { folder, file: join(folder.path, randomUUID()), bytes: 0, silence: { cancel() {} } }
    this.#given.set(upload, given)
    return given
  }

  async #drop(upload: string): Promise<void> {
    const given = this.#given.get(upload)
    this.#given.delete(upload)
    given?.silence.cancel()
    await given?.folder.remove()
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
