import type { BranchingView, CommandInput, CommandOutput } from '#contract'
import { Failure } from '../base/index.ts'
import type { History } from '../history/index.ts'
import type { EventStream } from './event-stream.ts'

type Branching = 'start' | 'give' | 'drop' | 'open' | 'cancel' | 'prepare' | 'list' | 'stop' | 'compare'

/** Starts labs beside this one that take another turn. The lab knows only this. Each is a command of the same name. */
type BranchHost = {
  [N in Branching]: (input: CommandInput<`branch.${N}`>) => Promise<CommandOutput<`branch.${N}`>>
}

/** What a host gets of the lab. */
interface Trunk {
  /** What happened in the lab up to now. */
  history(): Promise<History>
  /** Tells of all branches that are being started. */
  report(branching: BranchingView[]): void
}

/** Loads the host when somebody first asks for it. */
export type LoadBranchHost = () => Promise<(trunk: Trunk) => BranchHost>

/** Who starts labs beside this one, and how far those are. */
export class BranchDesk {
  readonly #load: LoadBranchHost | null
  readonly #events: EventStream
  #host: Promise<BranchHost> | null = null
  #view: BranchingView[] = []

  /** @param load null: nobody does */
  constructor(load: LoadBranchHost | null, events: EventStream) {
    this.#load = load
    this.#events = events
  }

  get view(): BranchingView[] {
    return this.#view
  }

  host(history: () => Promise<History>): Promise<BranchHost> {
    if (this.#load === null) throw new Failure('no-branches', {})
    this.#host ??= this.#load().then((create) =>
      create({
        history,
        report: (branching) => {
          this.#view = branching
          this.#events.emit('branching', () => ({ type: 'branching', branching }))
        },
      }),
    )
    return this.#host
  }
}

/** Commands about branches. */
export function branchCommands(desk: BranchDesk, history: () => Promise<History>) {
  const host = async () => desk.host(history)
  return {
    'branch.start': async (input: CommandInput<'branch.start'>) => (await host()).start(input),
    'branch.give': async (input: CommandInput<'branch.give'>) => (await host()).give(input),
    'branch.drop': async (input: CommandInput<'branch.drop'>) => (await host()).drop(input),
    'branch.open': async (input: CommandInput<'branch.open'>) => (await host()).open(input),
    'branch.cancel': async (input: CommandInput<'branch.cancel'>) => (await host()).cancel(input),
    'branch.prepare': async (input: CommandInput<'branch.prepare'>) => (await host()).prepare(input),
    'branch.list': async (input: CommandInput<'branch.list'>) => (await host()).list(input),
    'branch.stop': async (input: CommandInput<'branch.stop'>) => (await host()).stop(input),
    'branch.compare': async (input: CommandInput<'branch.compare'>) => (await host()).compare(input),
  }
}
