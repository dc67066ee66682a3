import type { LabApi } from '#contract'
import { Failure } from '../../base/index.ts'
import { createRealClock, Interrupted, type LabClock, unlessStalled } from '../../clock/index.ts'
import type { Lab, LabOptions } from '../../lab/index.ts'
import {
  type AnswerEntry,
  type CommandEntry,
  type History,
  type HistoryEntry,
  isRepeated,
  type Odometer,
  outsideOf,
} from '../index.ts'
import { labToRepeat } from './lab-to-repeat.ts'

export interface RepetitionOptions {
  startLab(options: LabOptions): Promise<Lab>
  /** A virtual one, or a paused one that people go on to watch. It begins at the history's `startMs`. */
  clock: LabClock
  /** Options of the lab besides its file and clock. */
  lab: Omit<LabOptions, 'file' | 'clock' | keyof ReturnType<typeof labToRepeat>>
}

export interface ToOptions {
  /** Ends it early: then {@link Interrupted} is thrown. */
  end?: AbortSignal | undefined
  /** Called from time to time with the lab time that has been reached. Lab time stands still until it has answered. */
  onProgress?(atMs: number): void | Promise<void>
}

/** Where a repetition first differs from the history: by the number of an entry in it, from 0. */
export interface HistoryDifference {
  entry: number
  atMs: number
  what: 'position' | 'drawn' | 'frames' | 'answer' | 'fact'
  expected: unknown
  found: unknown
}

/** Lab time that is passed at once; in between, progress is told and an end looked for. */
const sliceMs = 30_000
/** Progress is told no more often than this, in real time. */
const tellEveryMs = 100

/** A lab that repeats the history of another one. */
export class Repetition {
  readonly lab: Lab
  readonly clock: LabClock
  /** The first difference that was found. */
  difference: HistoryDifference | null = null
  readonly #recordedFacts: { entry: HistoryEntry; index: number }[] = []
  readonly #recordedAnswers = new Map<number, { entry: AnswerEntry; index: number }>()
  /** For each command given to this lab, its number in the history; null: it is none of the history's. */
  readonly #numbers: (number | null)[] = []
  /** The number of the history's command that is being given. */
  #given: number | null = null
  #nextEntry = 0
  #nextNumber = 0
  #factsFound = 0
  #isCompared = true
  #history: History
  readonly #real = createRealClock()
  /** Everything up to this lab time since the start has been repeated. */
  #reachedMs = Number.NEGATIVE_INFINITY
  #toldMs = Number.NEGATIVE_INFINITY

  private constructor(lab: Lab, clock: LabClock, history: History) {
    this.lab = lab
    this.clock = clock
    this.#history = history
    this.#readFacts()
    lab.records.history.follow((entry) => this.#compare(entry))
  }

  /** Starts a lab like that of the history. @throws {Failure} if it cannot be repeated */
  static async start(history: History, { startLab, clock, lab }: RepetitionOptions): Promise<Repetition> {
    const [outside] = outsideOf(history.lab)
    if (outside !== undefined) throw new Failure('history-outside', { part: outside })
    const started = await startLab({ ...lab, ...labToRepeat(history), clock })
    return new Repetition(started, clock, history)
  }

  get api(): LabApi {
    return this.lab.api
  }

  get history(): History {
    return this.#history
  }

  /** Goes on with the history of the same lab as it is known by now. What has been repeated is the same in both. */
  learn(history: History): void {
    this.#history = history
    const next = history.entries.findIndex(({ atMs }) => atMs > this.#reachedMs)
    this.#nextEntry = next < 0 ? history.entries.length : next
    this.#recordedFacts.length = 0
    this.#recordedAnswers.clear()
    this.#readFacts()
  }

  /** Lab time since the start. */
  get atMs(): number {
    return this.clock.now() - this.#history.startMs
  }

  /** Repeats everything up to a lab time since the start, and lets time pass up to it. @throws {Interrupted} */
  async to(atMs: number, options: ToOptions = {}): Promise<void> {
    await this.#moving(options, async () => {
      const { entries } = this.#history
      for (;;) {
        const entry = entries[this.#nextEntry]
        if (entry === undefined || entry.atMs > atMs) break
        const index = this.#nextEntry
        this.#nextEntry += 1
        if (entry.do === 'command') await this.#repeat(entry, index, options)
        else if (entry.do === 'at' || entry.do === 'end') {
          if (await this.#moveTo(entry, index, options)) this.#compareOdometer(entry, index)
        }
      }
      await this.#passTo(atMs, undefined, options)
      this.#reachedMs = atMs
      this.#findMissing(atMs)
    })
  }

  /** From now on the lab goes its own way: entries are repeated at their lab times, and differences are expected. */
  branch(): void {
    this.#isCompared = false
  }

  async #moving(options: ToOptions, work: () => Promise<void>): Promise<void> {
    await unlessStalled(this.clock, work(), options.end)
  }

  async #repeat(entry: CommandEntry, index: number, options: ToOptions): Promise<void> {
    const number = this.#nextNumber
    this.#nextNumber += 1
    if (!isRepeated(entry.name)) return
    if (await this.#moveTo(entry, index, options)) this.#compareOdometer(entry, index)
    this.#given = number
    this.lab.api.call(entry.name, entry.input).catch(() => {})
    // Until its first effects have ended; its answer may come much later.
    await this.clock.turn()
    this.#given = null
  }

  /** @returns whether it came to exactly the position of an entry */
  async #moveTo(entry: HistoryEntry, index: number, options: ToOptions): Promise<boolean> {
    const isExact = await this.#passTo(entry.atMs, this.#isCompared ? entry.ran : undefined, options)
    if (!this.#isCompared) return false
    if (!isExact || this.atMs !== entry.atMs) {
      const { ran } = this.clock
      this.#differ(index, 'position', { atMs: entry.atMs, ran: entry.ran }, { atMs: this.atMs, ran })
    }
    return isExact
  }

  async #passTo(atMs: number, ran: number | undefined, options: ToOptions): Promise<boolean> {
    await this.#tell(options)
    while (atMs - this.atMs > sliceMs) {
      await this.clock.passTo(this.clock.now() + sliceMs)
      await this.#tell(options)
    }
    return this.clock.passTo(this.#history.startMs + atMs, ran)
  }

  async #tell({ end, onProgress }: ToOptions): Promise<void> {
    if (end?.aborted) throw new Interrupted()
    const now = this.#real.now()
    if (onProgress === undefined || now - this.#toldMs < tellEveryMs) return
    await onProgress(this.atMs)
    this.#toldMs = this.#real.now()
  }

  #compareOdometer(recorded: { [K in keyof Odometer]?: number | undefined }, index: number): void {
    const { drawn, frames } = this.lab.records.history.now()
    if ((recorded.drawn ?? drawn) !== drawn) this.#differ(index, 'drawn', recorded.drawn, drawn)
    if ((recorded.frames ?? frames) !== frames) this.#differ(index, 'frames', recorded.frames, frames)
  }

  #readFacts(): void {
    let number = 0
    const repeated = new Set<number>()
    for (const [index, entry] of this.#history.entries.entries()) {
      if (entry.do === 'command') {
        if (isRepeated(entry.name)) repeated.add(number)
        number += 1
      } else if (entry.do === 'answer') {
        if (repeated.has(entry.to)) this.#recordedAnswers.set(entry.to, { entry, index })
      } else if (isFact(entry)) this.#recordedFacts.push({ entry, index })
    }
  }

  #compare(found: HistoryEntry): void {
    if (found.do === 'command') this.#numbers.push(this.#given)
    if (!this.#isCompared) return
    if (found.do === 'answer') {
      const number = this.#numbers[found.to]
      const recorded = number == null ? undefined : this.#recordedAnswers.get(number)
      if (recorded) this.#compareOne(recorded, { ...found, to: number ?? 0 }, 'answer')
    } else if (isFact(found)) {
      const at = this.#factsFound - this.#history.droppedFacts
      this.#factsFound += 1
      const recorded = this.#recordedFacts[at]
      if (recorded) this.#compareOne(recorded, found, 'fact')
    }
  }

  #compareOne(
    { entry, index }: { entry: HistoryEntry; index: number },
    found: HistoryEntry,
    what: 'answer' | 'fact',
  ): void {
    if (textOf(entry) !== textOf(found)) this.#differ(index, what, entry, found)
  }

  /** Facts of the history that did not come, although their time is over. */
  #findMissing(atMs: number): void {
    if (!this.#isCompared) return
    const next = this.#recordedFacts[Math.max(0, this.#factsFound - this.#history.droppedFacts)]
    if (next && next.entry.atMs <= atMs) this.#differ(next.index, 'fact', next.entry, null)
  }

  #differ(entry: number, what: HistoryDifference['what'], expected: unknown, found: unknown): void {
    if (!this.#isCompared) return
    const atMs = this.#history.entries[entry]?.atMs ?? 0
    this.difference ??= { entry, atMs, what, expected, found }
  }
}

/** Whether two labs that are the same tell of it in the same way. */
function isFact({ do: kind }: HistoryEntry): boolean {
  return kind === 'step' || kind === 'login' || kind === 'ending' || kind === 'faults' || kind === 'service'
}

/** JSON that does not depend on the order of keys. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}
