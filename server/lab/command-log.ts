import type { CommandInput, CommandName, CommandOutput } from '#contract'

/** A command that was carried out. */
export interface DoneCommand {
  name: CommandName
  input: CommandInput<CommandName>
  output: CommandOutput<CommandName>
  /** Lab time at which it began, and at which it was answered. */
  at: number
  doneAt: number
}

/** Enough for what people do in days. */
const mostCommands = 10_000

/** The commands that changed the lab, as they were answered; the first ones, since later ones build on them. */
export class CommandLog {
  readonly #done: DoneCommand[] = []
  /** Number of commands that came after the log was full. */
  dropped = 0

  add(command: DoneCommand): void {
    if (this.#done.length < mostCommands) this.#done.push(command)
    else this.dropped += 1
  }

  /** In the order in which they began. */
  all(): DoneCommand[] {
    return this.#done.toSorted((one, other) => one.at - other.at)
  }
}
