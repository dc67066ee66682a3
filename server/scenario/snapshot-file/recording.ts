import { type CommandName, type CommandRequest, type LabApi, readOnlyCommands } from '#contract'
import { Failure, type FailureFacts } from '../../base/index.ts'
import type { VirtualClock } from '../../clock/index.ts'
import type { CommandEntry, HistoryEntry } from './history.ts'

/** Maximum length of a history: more than anybody does by hand, and enough for 100,000 steps of a scenario. */
const mostEntries = 200_000

/** Records the commands to a lab through `api`, and the moves of time through `clock`. */
export interface Recording {
  /** The API and clock of the lab, which callers must use. */
  readonly api: LabApi
  readonly clock: VirtualClock
  /** @throws {Failure} if the history cannot be repeated */
  history(): HistoryEntry[]
}

/** @param before the history of the lab so far */
export function followRecording(
  { api, clock, startMs }: { api: LabApi; clock: VirtualClock; startMs: number },
  before: readonly HistoryEntry[] = [],
): Recording {
  const entries: HistoryEntry[] = []
  /** Entries of commands; null for commands that only read. */
  const entryOf = new WeakMap<Promise<unknown>, CommandEntry | null>()
  let obstacle: Failure | null = null
  let underWay = 0

  const refuse = (why: FailureFacts['no-snapshot']['obstacle']) => {
    obstacle ??= new Failure('no-snapshot', { obstacle: why, most: mostEntries })
  }

  for (const entry of before) add(entry)

  function add(entry: HistoryEntry): void {
    if (entries.length < mostEntries) entries.push(entry)
    else refuse('too-long')
  }

  async function passing<T>(work: Promise<T>): Promise<T> {
    underWay += 1
    try {
      return await work
    } finally {
      underWay -= 1
    }
  }

  const atMs = () => clock.now() - startMs

  function call<N extends CommandName>(name: N, input: CommandRequest<N>) {
    const answer = api.call(name, input)
    if (readOnlyCommands.has(name)) {
      entryOf.set(answer, null)
      return answer
    }
    const entry: CommandEntry = {
      atMs: atMs(),
      do: 'command',
      // Somebody moves time already, for all steps that began at the same moment.
      ...(underWay > 0 ? { ran: clock.ran } : {}),
      command: { name, input },
      waits: false,
      refused: null,
    }
    add(entry)
    entryOf.set(answer, entry)
    answer.catch((thrown: unknown) => {
      entry.refused = refusalCode(thrown)
    })
    return answer
  }

  return {
    api: {
      call,
      snapshot() {
        const answer = api.snapshot()
        entryOf.set(answer, null)
        return answer
      },
      subscribe: api.subscribe,
      readTraffic: api.readTraffic,
    },
    clock: {
      ...clock,
      get ran() {
        return clock.ran
      },
      settle() {
        if (underWay > 0) refuse('at-once')
        // Record a second settle in a row too, since new packets may be in transit by then.
        add({ atMs: atMs(), do: 'settle' })
        return passing(clock.settle())
      },
      advance(durationMs) {
        if (underWay > 0) refuse('at-once')
        add({ atMs: atMs(), do: 'wait', durationMs })
        return passing(clock.advance(durationMs))
      },
      async advanceUntil(promise, durationMs) {
        if (underWay > 0) refuse('at-once')
        const startedAtMs = atMs()
        await passing(clock.advanceUntil(promise, durationMs))
        // Everything due at the moment where it stopped has been done, as after a wait of that length.
        add({ atMs: startedAtMs, do: 'wait', durationMs: atMs() - startedAtMs })
      },
      async runUntil(promise) {
        const entry = entryOf.get(promise)
        const isOfLast = entry !== undefined && entry === entries.at(-1)
        if (isOfLast && entry) entry.waits = true
        try {
          return await passing(clock.runUntil(promise))
        } finally {
          // Several commands were awaited, or one that had others beside it: repeated by where each began and how far time came.
          if (entry !== null && !isOfLast) add({ atMs: atMs(), do: 'pass', ran: clock.ran })
        }
      },
    },
    history() {
      if (underWay > 0) refuse('under-way')
      if (obstacle) throw obstacle
      return entries
    },
  }
}

/** The code by which a refused command is recorded. */
export function refusalCode(thrown: unknown): string {
  return thrown instanceof Failure ? thrown.code : 'unexpected'
}
