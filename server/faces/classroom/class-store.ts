import { rmSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { describeFailure } from '../../base/index.ts'
import { isRunning, replaceFile } from '../../base/node/index.ts'
import { createRealClock, type Timer } from '../../clock/index.ts'
import { classFiles } from './class-results.ts'
import { type KeptSeat, keptOfSeat, keptSeat, type Seat } from './seat.ts'

/** What a class needs to go on at the same address, with the same trainer's page. */
const keptClass = z.object({
  format: z.literal('bramble-class-seats'),
  version: z.literal(1),
  begunAt: z.number(),
  port: z.int(),
  token: z.string().min(24),
  /** The lesson that everybody takes; null: they choose. */
  assigned: z.string().nullable(),
})
export type KeptClass = Omit<z.output<typeof keptClass>, 'format' | 'version'>

const folderName = 'class-seats'
const own = { class: 'class.json', lock: 'lock' } as const

/**
 * What a class keeps on disk while it lasts, in its folder of results: a file for each seat. So a class that was ended by force
 * goes on where it was when it is started again. It holds seat codes, so only the owner may read it.
 */
export class ClassStore {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns the process of another class that uses the folder, if there is one */
  static async open(resultsFolder: string): Promise<ClassStore | { heldBy: number }> {
    const folder = join(resultsFolder, folderName)
    const lock = join(folder, own.lock)
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (holder > 0 && holder !== process.pid && isRunning(holder)) return { heldBy: holder }
    // A disk that cannot be written does not keep a class from being held: the trainer is told.
    await mkdir(folder, { recursive: true, mode: 0o700 })
      .then(() => writeFile(lock, `${process.pid}\n`, { mode: 0o600 }))
      .catch(() => {})
    return new ClassStore(folder)
  }

  /** The class that was under way; null: there was none. Files that cannot be read are left out. */
  async load(): Promise<{ held: KeptClass; seats: KeptSeat[] } | null> {
    const held = keptClass.safeParse(await readJson(join(this.#folder, own.class))).data
    if (held === undefined) return null
    const names = (await readdir(this.#folder)).filter((name) => /^seat-\d+\.json$/.test(name))
    const read = await Promise.all(names.map((name) => readJson(join(this.#folder, name))))
    return { held, seats: read.flatMap((one) => keptSeat.safeParse(one).data ?? []) }
  }

  async keepClass(held: KeptClass): Promise<void> {
    const content = { format: 'bramble-class-seats', version: 1, ...held }
    await this.#write(own.class, content)
  }

  async keepSeat(seat: Seat): Promise<void> {
    await this.#write(`seat-${seat.number}.json`, keptOfSeat(seat))
  }

  /** Seats of an earlier class, with which this one does not go on, are gone. */
  async clearSeats(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [])
    const old = names.filter((name) => name.endsWith('.json'))
    await Promise.all(old.map((name) => rm(join(this.#folder, name), { force: true })))
  }

  /** The class is over: nothing is to go on. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Lets another class use the folder. */
  release(): void {
    rmSync(join(this.#folder, own.lock), { force: true })
  }

  async #write(name: string, content: object): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await replaceFile(join(this.#folder, name), `${JSON.stringify(content)}\n`, 0o600)
  }
}

/** The results of an earlier class are moved aside, under the time of their writing. */
export async function setEarlierResultsAside(folder: string): Promise<void> {
  for (const name of Object.values(classFiles)) {
    const file = join(folder, name)
    const found = await stat(file).catch(() => null)
    if (found === null) continue
    const time = new Date(found.mtimeMs).toISOString().slice(0, 19).replaceAll(':', '-')
    await rename(file, join(folder, name.replace(/^class/, `class-${time}`)))
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}

/** Writes what has changed a little later, so that a burst of changes is written once; what could not be written is tried again. */
export class SeatWriter {
  readonly #store: ClassStore
  readonly #changed = new Set<Seat>()
  #isWriting: Promise<void> | null = null
  /** Why the last attempt failed, or null. */
  problem: string | null = null
  #retry: Timer | null = null

  constructor(store: ClassStore) {
    this.#store = store
  }

  note(seat: Seat): void {
    this.#changed.add(seat)
    // A disk that is full is not asked at each change.
    if (this.#retry === null) void this.flush()
  }

  /** Nothing is tried again from now on. */
  stop(): void {
    this.#retry?.cancel()
  }

  /** Resolves once everything has been tried. */
  flush(): Promise<void> {
    this.#isWriting ??= this.#writeAll().finally(() => {
      this.#isWriting = null
    })
    return this.#isWriting
  }

  async #writeAll(): Promise<void> {
    for (let seat = first(this.#changed); seat !== null; seat = first(this.#changed)) {
      this.#changed.delete(seat)
      try {
        await this.#store.keepSeat(seat)
        this.problem = null
      } catch (thrown) {
        this.#changed.add(seat)
        this.problem = describeFailure(thrown)
        this.#retry?.cancel()
        this.#retry = createRealClock().after(retryMs, () => {
          this.#retry = null
          void this.flush()
        })
        return
      }
    }
  }
}

const retryMs = 5_000

function first(seats: ReadonlySet<Seat>): Seat | null {
  for (const seat of seats) return seat
  return null
}
