import { endOf, type History, type HistoryEntry } from '../../history/index.ts'
import type { LabProcesses, WaitingLabProcess } from '../lab-process/index.ts'

interface ParkingOptions {
  processes: Pick<LabProcesses, 'startWaiting'>
  /** Maximum number of processes that wait. */
  most: number
  withFile(history: History, work: (file: string) => Promise<void>): Promise<void>
}

interface Parked {
  lab: WaitingLabProcess
  /** Where it waits, or moves to, as lab time since the start. */
  atMs: number
}

/**
 * Labs that have repeated a history up to a mark, and wait there, so that going on from there, or from a later moment, is quick. Labs
 * cannot go back, so they wait at the last mark before a moment that somebody looks at: people look around it before they go on.
 * Until somebody looks back there is none, since most labs never need it.
 */
export class Parking {
  readonly #options: ParkingOptions
  /** The one that was prepared last is at the end. */
  #parked: Parked[] = []
  /** What is prepared next, once what is being prepared is ready. */
  #next: { history: History; atMs: number } | null = null
  #preparing: Promise<void> | null = null

  constructor(options: ParkingOptions) {
    this.#options = options
  }

  /** Takes the lab that is nearest before a moment. @returns null if there is none */
  take(atMs: number): WaitingLabProcess | null {
    const found = this.#nearest(atMs)
    this.#parked = this.#parked.filter((one) => one !== found)
    return found?.lab ?? null
  }

  /** Lets a lab wait near a moment. Of several requests, only the last one waits for its turn. @returns once all are done */
  async prepare(history: History, atMs: number): Promise<void> {
    if (this.#options.most === 0) return
    this.#next = { history, atMs: lastMarkBefore(history, atMs) }
    this.#preparing ??= this.#prepareAll().finally(() => {
      this.#preparing = null
    })
    await this.#preparing
  }

  async #prepareAll(): Promise<void> {
    for (let next = this.#takeNext(); next !== null; next = this.#takeNext()) {
      // If it fails, going on takes longer.
      await this.#park(next.history, next.atMs).catch(() => {})
    }
  }

  #takeNext() {
    const next = this.#next
    this.#next = null
    return next
  }

  async #park(history: History, atMs: number): Promise<void> {
    const nearest = this.#nearest(atMs)
    if (nearest !== undefined) {
      this.#parked = [...this.#parked.filter((one) => one !== nearest), nearest]
      if (nearest.atMs === atMs) return
      await this.#options.withFile(history, (file) => this.#move(nearest, file, atMs))
      return
    }
    while (this.#parked.length >= this.#options.most) await this.#parked.shift()?.lab.end()
    await this.#options.withFile(history, async (file) => {
      const parked = { lab: await this.#options.processes.startWaiting(file), atMs: 0 }
      this.#parked.push(parked)
      await this.#move(parked, file, atMs)
    })
  }

  async #move(parked: Parked, file: string, atMs: number): Promise<void> {
    parked.atMs = atMs
    await parked.lab.moveTo(file, atMs)
  }

  #nearest(atMs: number): Parked | undefined {
    this.#parked = this.#parked.filter(({ lab }) => lab.isRunning)
    return this.#parked
      .filter((one) => one.atMs <= atMs)
      .reduce<Parked | undefined>((best, one) => (best && best.atMs > one.atMs ? best : one), undefined)
  }
}

/** What the time line marks. */
const marks: ReadonlySet<HistoryEntry['do']> = new Set(['login', 'ending', 'faults', 'service', 'mark'])

/** Lab time since the start of the last thing that the time line marks up to a moment, which must be over: more can happen in the present one. */
function lastMarkBefore(history: History, atMs: number): number {
  const endMs = endOf(history)
  const isBefore = (entry: HistoryEntry) => entry.atMs <= atMs && entry.atMs < endMs
  return history.entries.findLast((entry) => isBefore(entry) && marks.has(entry.do))?.atMs ?? 0
}
