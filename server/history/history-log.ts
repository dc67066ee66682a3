import type { CommandInput, CommandName, CommandOutput } from '#contract'
import { asFailure, Failure, PackedList, type Packing } from '../base/index.ts'
import type { AnswerEntry, CommandEntry, HistoryEntry, Odometer, Position } from './entry.ts'

/** A command that was carried out. */
export interface DoneCommand {
  name: CommandName
  input: CommandInput<CommandName>
  output: CommandOutput<CommandName>
  /** Lab time at which it began, and at which it was answered. */
  at: number
  doneAt: number
}

/** Where a lab is now. */
interface WhereNow {
  position(): Position
  odometer(): Odometer
}

/** What a lab tells of, besides commands; its position is added. */
export type Fact =
  Exclude<HistoryEntry, { do: 'command' | 'answer' | 'at' | 'end' }> extends infer E
    ? E extends HistoryEntry
      ? Omit<E, 'atMs' | 'ran'>
      : never
    : never

/** Enough for what people do in days. */
export const mostCommands = 20_000
const mostFacts = 20_000

/** A command of the log, while its answer is awaited. */
interface Asked {
  readonly entry: CommandEntry
  readonly number: number
  readonly name: CommandName
  readonly input: CommandInput<CommandName>
}

interface Kept<E extends HistoryEntry = HistoryEntry> {
  /** Orders commands and facts. */
  readonly order: number
  readonly entry: E
}

/**
 * What happened in a lab so far, bounded: the first commands, since later ones build on them, and the latest facts. Who needs all of
 * it, such as a file, follows it from the start.
 */
export class HistoryLog {
  /** Number of commands that came after the log was full. */
  droppedCommands = 0
  readonly #where: WhereNow
  readonly #startMs: number
  readonly #commands: PackedList<Kept<CommandEntry | AnswerEntry>>
  readonly #facts: PackedList<Kept>
  readonly #done: PackedList<DoneCommand>
  #isKept: boolean
  readonly #listeners = new Set<(entry: HistoryEntry) => void>()
  #order = 0
  #asked = 0
  #notedRan = 0
  #isClosed = false

  /**
   * @param startMs lab time at which the lab had started
   * @param options.isKept whether anything is kept; listeners are told everything
   * @param options.packing for what is older; null: everything lives as objects
   */
  constructor(
    where: WhereNow,
    startMs: number,
    { isKept, packing }: { isKept: boolean; packing: Packing | null },
  ) {
    this.#commands = new PackedList({ packing })
    this.#facts = new PackedList({ packing, most: mostFacts })
    this.#done = new PackedList({ packing })
    this.#where = where
    this.#startMs = startMs
    this.#isKept = isKept
  }

  get isKept(): boolean {
    return this.#isKept
  }

  /** Number of facts that are no longer kept. */
  get droppedFacts(): number {
    return this.#facts.start
  }

  /** Keeps nothing any more. It cannot be taken back: without its beginning, nothing can be repeated. */
  forget(): void {
    this.#isKept = false
    this.droppedCommands = this.#asked
    this.#commands.clear()
    this.#facts.clear()
    this.#done.clear()
  }

  /** Notes a command, before it is carried out. */
  asked<N extends CommandName>(name: N, input: CommandInput<N>): Asked {
    const { position, odometer } = this.#where
    const entry: CommandEntry = { do: 'command', ...position(), ...odometer(), name, input }
    const number = this.#asked
    this.#asked += 1
    if (this.#isKept && number < mostCommands) this.#commands.push({ order: this.#next(), entry })
    else this.droppedCommands += 1
    this.#tell(entry)
    return { entry, number, name, input }
  }

  /** Notes that a command was carried out. */
  answered({ entry, number, name, input }: Asked, output: CommandOutput<CommandName>): void {
    const result = resultOf(output)
    this.#answer(number, result === null ? {} : { result })
    if (!this.#isKept || number >= mostCommands || this.#isClosed) return
    const at = this.#startMs + entry.atMs
    this.#done.push({ name, input, output, at, doneAt: this.#startMs + this.#where.position().atMs })
  }

  /** Notes that the lab refused a command. */
  refused({ number }: Asked, thrown: unknown): void {
    this.#answer(number, { refused: refusalCode(thrown) })
  }

  fact(fact: Fact): void {
    if (this.#isClosed) return
    const entry: HistoryEntry = { ...fact, ...this.#where.position() }
    if (this.#isKept) this.#facts.push({ order: this.#next(), entry })
    this.#tell(entry)
  }

  /** The commands that were carried out, in the order in which they began. One that the lab refused changed nothing. */
  done(): DoneCommand[] {
    return [...this.#done.from()].sort((one, other) => one.at - other.at)
  }

  /** All that is kept, in order, up to now. */
  read(): HistoryEntry[] {
    const all = [...this.#commands.from(), ...this.#facts.from()].sort(
      (one, other) => one.order - other.order,
    )
    return all.map(({ entry }) => entry)
  }

  /** Where the lab is now. */
  now(): Position & Odometer {
    return { ...this.#where.position(), ...this.#where.odometer() }
  }

  /** Tells listeners where the lab is, unless it has not moved since. Call it in a turn. */
  notePosition(): void {
    const now = this.now()
    if (now.ran === this.#notedRan) return
    this.#notedRan = now.ran
    this.#tell({ do: 'at', ...now })
  }

  /** Calls the listener with each further entry. @returns a function that stops it */
  follow(listener: (entry: HistoryEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The lab stops: what happens from now on is no part of its history. */
  close(): void {
    if (this.#isClosed) return
    this.#tell({ do: 'end', ...this.now(), why: 'stopped' })
    this.#isClosed = true
    this.#listeners.clear()
  }

  #answer(to: number, how: Pick<AnswerEntry, 'refused' | 'result'>): void {
    if (this.#isClosed) return
    const entry: AnswerEntry = { do: 'answer', ...this.#where.position(), to, ...how }
    if (this.#isKept && to < mostCommands) this.#commands.push({ order: this.#next(), entry })
    this.#tell(entry)
  }

  #tell(entry: HistoryEntry): void {
    if (this.#isClosed) return
    for (const listener of this.#listeners) listener(entry)
  }

  #next(): number {
    this.#order += 1
    return this.#order
  }
}

/** The code by which a refused command is noted. */
function refusalCode(thrown: unknown): string {
  const failure = asFailure(thrown)
  return failure instanceof Failure ? failure.code : 'unexpected'
}

/** How a login or a message ended. */
function resultOf(output: CommandOutput<CommandName>): string | null {
  if (output === null) return null
  if ('result' in output) return output.result
  return 'outcome' in output ? output.outcome : null
}
