import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { link, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { describeFailure, Failure, systemFailure } from '../base/index.ts'
import { outputTarget } from '../base/node/index.ts'
import { databaseContent } from '../configuration/index.ts'
import { type LabFileInput, labFile } from '../files/index.ts'
import type { HistoryEntry } from './entry.ts'
import type { History } from './history.ts'
import type { HistoryLog } from './history-log.ts'

/** The format version; it is increased when older files can no longer be read. */
export const historyFormat = 1

/** The first line of the file. Each further line is an entry, as JSON. */
export const historyHeading = z.strictObject({
  bramble: z.literal('history'),
  format: z.literal(historyFormat),
  /** The version of Bramble that wrote it. */
  version: z.string(),
  seed: z.int(),
  startMs: z.number(),
  /** With passwords. */
  lab: z.custom<LabFileInput>((value) => labFile.safeParse(value).success, "a lab file's content"),
  database: databaseContent.nullable(),
  /** How many of the first facts are missing among the entries. */
  droppedFacts: z.int().min(0).default(0),
})

/** Writes a history that is known already, for its owner only. */
export async function writeHistory(path: string, history: History): Promise<void> {
  await writeFile(path, historyText(history), { mode: 0o600 })
}

/** Keeps a history under a name that is not taken yet. All of it is there, or nothing. @throws {Failure} `snapshot-not-written` */
export async function saveHistory(path: string, history: History): Promise<void> {
  const beside = `${path}.${process.pid}-${++lastSaved}.part`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(beside, historyText(history), { mode: 0o600, flag: 'wx', flush: true })
    // A link, and no renaming, which would replace what somebody saved before.
    await link(beside, path)
  } catch (thrown) {
    const cause = describeFailure(systemFailure(thrown) ?? thrown)
    throw new Failure('snapshot-not-written', { path, cause }, { cause: thrown })
  } finally {
    await rm(beside, { force: true })
  }
}

/** Tells files apart that are written at the same time. */
let lastSaved = 0

/** A history as the text of a file. */
export function historyText({ entries, droppedFacts, ...start }: History): string {
  const heading = { ...headOf(start), ...(droppedFacts === 0 ? {} : { droppedFacts }) }
  return [heading, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('')
}

function headOf({ lab, database, startMs }: Omit<History, 'entries' | 'droppedFacts'>) {
  const seed = lab.seed ?? 1
  return {
    bramble: 'history',
    format: historyFormat,
    version: packageJson.version,
    seed,
    startMs,
    lab,
    database,
  }
}

/** A file does not grow beyond so many entries. */
const mostEntries = 1_000_000

export interface RecordOptions {
  /** Called once, when nothing more can be written. What was written before stays. */
  onEnded(why: { code: 'full'; most: number } | { code: 'failed'; cause: Failure }): void
}

/** A file that gets the history of a running lab as it grows, an entry a line; whole lines survive a kill. */
export class HistoryFile {
  /** Why it could not be written to its end. */
  failure: Failure | null = null
  isOpen = true
  readonly #path: string
  readonly #file: number
  readonly #options: RecordOptions
  #unfollow: () => void = () => {}
  #bytes = 0
  #entries = 0
  #lines: string[] = []

  /** @throws {Failure} `history-not-written` */
  constructor(
    path: string,
    start: Omit<History, 'entries' | 'droppedFacts'>,
    log: HistoryLog,
    options: RecordOptions,
  ) {
    this.#path = path
    this.#options = options
    try {
      // Only its owner may read it, since it has passwords.
      this.#file = openSync(outputTarget(path).path, 'w', 0o600)
    } catch (cause) {
      throw this.#failureOf(cause)
    }
    this.#write(`${JSON.stringify(headOf(start))}
`)
    if (this.failure) throw this.failure
    for (const entry of log.read()) this.#add(entry)
    this.#unfollow = log.follow((entry) => this.#add(entry))
  }

  /** @throws {Failure} if it could not be written */
  close(): void {
    this.#flush()
    this.#end()
    if (this.failure) throw this.failure
  }

  #add(entry: HistoryEntry): void {
    if (!this.isOpen) return
    this.#entries += 1
    const isFull = this.#entries >= mostEntries && entry.do !== 'end'
    const { atMs, ran } = entry
    const last: HistoryEntry = isFull ? { do: 'end', atMs, ran, why: 'full' } : entry
    // All entries of a moment in one write.
    if (this.#lines.length === 0) queueMicrotask(() => this.#flush())
    this.#lines.push(`${JSON.stringify(last)}\n`)
    if (!isFull && entry.do !== 'end') return
    this.#flush()
    this.#end()
    if (isFull) this.#options.onEnded({ code: 'full', most: mostEntries })
  }

  #flush(): void {
    const text = this.#lines.join('')
    this.#lines = []
    if (this.isOpen && text !== '') this.#write(text)
  }

  #write(text: string): void {
    const bytes = Buffer.from(text, 'utf8')
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done)
      this.#bytes += bytes.length
    } catch (cause) {
      this.failure = this.#failureOf(cause)
      this.#cutOff()
      this.#end()
      this.#options.onEnded({ code: 'failed', cause: this.failure })
    }
  }

  /** Part of a line may have been written before the disk was full. */
  #cutOff(): void {
    try {
      ftruncateSync(this.#file, this.#bytes)
    } catch {
      // Readers leave out a line that is cut short.
    }
  }

  #end(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.#unfollow()
    closeSync(this.#file)
  }

  #failureOf(thrown: unknown): Failure {
    const cause = describeFailure(systemFailure(thrown) ?? thrown)
    return new Failure('history-not-written', { path: this.#path, cause }, { cause: thrown })
  }
}
