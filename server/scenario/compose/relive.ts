import type {
  CommandName,
  CommandOutput,
  FlowView,
  LabEvent,
  LoginResult,
  MessageState,
  SendOutcome,
  SignedOutReason,
  Snapshot,
} from '#contract'
import { createVirtualClock, Interrupted, unlessStalled, type VirtualClock } from '../../clock/index.ts'
import type { Lab, LabOptions } from '../../lab/index.ts'
import { messagesOn } from '../expectations/received-messages.ts'
import { stopLab } from '../run-scenario.ts'
import type { Lived } from './lived.ts'

export interface ComposeOptions {
  startLab(options: LabOptions): Promise<Lab>
  /** Folder for certificates between runs; null: new ones each time. */
  installFolder: string | null
  end?: AbortSignal | undefined
  /** Called as lab time passes. */
  onTime?(atMs: number): void
}

/** Something that happened. `atMs`: lab time since the lab started; `commands`: how many commands had been given by then. */
export type Fact = { atMs: number; commands: number } & (
  | { fact: 'signed-out'; handheld: string; reason: SignedOutReason | null }
  | { fact: 'signed-in'; handheld: string }
  | { fact: 'login'; flow: FlowView }
  | { fact: 'session-closed'; handheld: string; reason: string }
)

/** A message that a handheld shows. */
interface ShownMessage {
  atMs: number
  isOwn: boolean
  text: string
  state: MessageState | null
}

/** What the repetition did otherwise than the lab. */
type LivedDifference =
  | { code: 'login'; command: number; lived: LoginResult; again: LoginResult | null }
  | { code: 'send'; command: number; lived: SendOutcome; again: SendOutcome | null }
  | { code: 'refused'; command: number }
  | { code: 'handheld'; handheld: string; lived: string; again: string }
  | { code: 'sessions'; lived: number; again: number }

/** What happened when it was done once more, in virtual time, each command at its lab time. */
export interface Relived {
  facts: Fact[]
  differences: LivedDifference[]
  /** The lab at the moment from which on a scenario is wanted; null: from the start. */
  cut: Snapshot | null
  end: Snapshot
  /** Lab time at which anything happened last. */
  lastMs: number
  /** The messages of each handheld at the end. */
  messages: ReadonlyMap<string, readonly ShownMessage[]>
}

/** Handhelds whose messages are looked at. */
const mostMessengers = 100

/** @param cutMs lab time since the start from which on a scenario is wanted; 0: the start */
export async function relive(lived: Lived, cutMs: number, options: ComposeOptions): Promise<Relived> {
  const clock = createVirtualClock(lived.startMs)
  const lab = await startAgain(lived, clock, options)
  const reliving = new Reliving(lived, lab, clock, options)
  try {
    return await reliving.all(cutMs)
  } finally {
    reliving.stop()
    await stopLab(lab, clock)
  }
}

function startAgain(
  lived: Lived,
  clock: VirtualClock,
  { installFolder, startLab }: ComposeOptions,
): Promise<Lab> {
  return startLab({ file: lived.lab, clock, installFolder, defaultPort: 0, defaultDatabase: 'memory' })
}

class Reliving {
  readonly #lived: Lived
  readonly #lab: Lab
  readonly #clock: VirtualClock
  readonly #options: ComposeOptions
  readonly #facts: Fact[] = []
  readonly #differences: LivedDifference[] = []
  readonly #states = new Map<string, string>()
  readonly #revisions = new Map<string, number>()
  readonly stop: () => void
  #commands = 0
  #lastMs = 0

  constructor(lived: Lived, lab: Lab, clock: VirtualClock, options: ComposeOptions) {
    this.#lived = lived
    this.#lab = lab
    this.#clock = clock
    this.#options = options
    this.stop = lab.api.subscribe((event) => this.#hear(event), ['handheld', 'flow', 'session-closed'])
  }

  async all(cutMs: number): Promise<Relived> {
    const { commands, startMs, endMs } = this.#lived
    let cut: Snapshot | null = null
    const answers: Promise<unknown>[] = []
    for (const [index, command] of commands.entries()) {
      if (cut === null && cutMs > 0 && command.atMs >= cutMs) cut = await this.#at(cutMs)
      await this.#pass(command.atMs)
      this.#commands = index + 1
      answers.push(this.#do(index))
    }
    if (cut === null && cutMs > 0) cut = await this.#at(cutMs)
    await this.#pass(endMs - startMs)
    const end = await this.#lab.api.snapshot()
    this.#compareEnd(end)
    const messages = await this.#messages(end)
    return { facts: this.#facts, differences: this.#differences, cut, end, lastMs: this.#lastMs, messages }
  }

  async #at(cutMs: number): Promise<Snapshot> {
    await this.#pass(cutMs)
    return this.#lab.api.snapshot()
  }

  async #pass(atMs: number): Promise<void> {
    const { end, onTime } = this.#options
    // In slices, so that somebody who waits sees how far it is.
    for (;;) {
      if (end?.aborted) throw new Interrupted()
      const now = this.#clock.now() - this.#lived.startMs
      onTime?.(now)
      if (now >= atMs) break
      await unlessStalled(this.#clock, this.#clock.advance(Math.min(atMs - now, sliceMs)), end)
    }
    await unlessStalled(this.#clock, this.#clock.advance(0), end)
  }

  /** Gives a command without waiting for its answer, as in the lab. */
  #do(index: number): Promise<void> {
    const command = this.#lived.commands[index]
    if (command === undefined || isLeftOut(command.name)) return Promise.resolve()
    this.#touch()
    return this.#lab.api.call(command.name, command.input).then(
      (again) => this.#compare(index, command.output, again),
      () => void this.#differences.push({ code: 'refused', command: index }),
    )
  }

  #compare(command: number, lived: CommandOutput<CommandName>, again: CommandOutput<CommandName>): void {
    if (lived !== null && again !== null && 'result' in lived && 'result' in again) {
      if (lived.result !== again.result && lived.result !== null)
        this.#differences.push({ code: 'login', command, lived: lived.result, again: again.result })
    }
    if (lived !== null && again !== null && 'outcome' in lived && 'outcome' in again) {
      if (lived.outcome !== again.outcome)
        this.#differences.push({ code: 'send', command, lived: lived.outcome, again: again.outcome })
    }
  }

  #compareEnd({ handhelds, sessions }: Snapshot): void {
    const { end } = this.#lived
    const now = new Map(handhelds.map((handheld) => [handheld.name, stateOf(handheld)]))
    for (const handheld of end.handhelds) {
      const again = now.get(handheld.name) ?? '–'
      const lived = stateOf(handheld)
      if (again !== lived) this.#differences.push({ code: 'handheld', handheld: handheld.name, lived, again })
    }
    if (sessions.length !== end.sessions)
      this.#differences.push({ code: 'sessions', lived: end.sessions, again: sessions.length })
  }

  #touch(): void {
    this.#lastMs = this.#clock.now() - this.#lived.startMs
  }

  #hear(event: LabEvent): void {
    const at = { atMs: event.at - this.#lived.startMs, commands: this.#commands }
    if (event.type === 'flow') {
      if (event.flow.result === null) return
      this.#touch()
      this.#facts.push({ ...at, fact: 'login', flow: event.flow })
    } else if (event.type === 'session-closed') {
      this.#touch()
      this.#facts.push({ ...at, fact: 'session-closed', handheld: event.handheld, reason: event.reason })
    } else if (event.type === 'handheld') {
      const { messengerRevision, name, reason, state } = event.handheld
      if (this.#revisions.get(name) !== messengerRevision) this.#touch()
      this.#revisions.set(name, messengerRevision)
      const now = stateOf(event.handheld)
      if (this.#states.get(name) === now) return
      this.#states.set(name, now)
      this.#touch()
      if (state === 'signed-out') this.#facts.push({ ...at, fact: 'signed-out', handheld: name, reason })
      if (state === 'signed-in') this.#facts.push({ ...at, fact: 'signed-in', handheld: name })
    }
  }

  async #messages({ handhelds }: Snapshot) {
    const all = new Map<string, ShownMessage[]>()
    for (const { messengerRevision, name } of handhelds.slice(0, mostMessengers)) {
      if (messengerRevision === 0) continue
      const messages = await messagesOn(this.#lab.api, name)
      all.set(
        name,
        messages.map(({ at, isOwn, state, text }) => ({
          atMs: at - this.#lived.startMs,
          isOwn,
          state,
          text,
        })),
      )
    }
    return all
  }
}

/** Commands to lab time, which passes anyhow, and what is there from the start or changes nothing. */
function isLeftOut(name: string): boolean {
  return name.startsWith('clock.') || name.startsWith('recording.') || name === 'handheld.add'
}

/** How much lab time passes between two looks at the progress. */
const sliceMs = 60_000

function stateOf({ reason, state }: { state: string; reason: string | null }): string {
  return reason === null ? state : `${state}: ${reason}`
}
