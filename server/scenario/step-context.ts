import type { CommandName, CommandOutput, CommandRequest, LabApi, LoginResult } from '#contract'
import type { VirtualClock } from '../clock/index.ts'
import type { Roster } from '../files/index.ts'
import type { Expectations } from './expectations/index.ts'
import { spell } from './handheld-names.ts'
import type { DoneCommand } from './snapshot-file/history.ts'

/** What one step leaves for the next. */
export interface RunMemory {
  /** Passwords changed on the way, by user ID. */
  passwords: Map<string, string>
  /** How the latest login ended; null: none has yet. */
  lastStatus: LoginResult | null
  /** Handhelds on which somebody other than their own user logged in. */
  visited: Set<string>
}

export interface RunParts {
  api: LabApi
  clock: VirtualClock
  roster: Roster
  memory: RunMemory
  expectations: Expectations
  /** Keeps in the memory what later steps need to know of a command that was done. */
  remember(command: DoneCommand, output: CommandOutput<CommandName>): void
}

/** The lab as one step of a run sees it: what it does goes through the API, and time passes until that is answered. */
export class StepContext implements RunParts {
  readonly api: LabApi
  readonly clock: VirtualClock
  readonly roster: Roster
  readonly memory: RunMemory
  readonly expectations: Expectations
  readonly remember: RunParts['remember']
  /** The handheld that `$handheld` stands for; null outside every `each`. */
  readonly each: string | null

  constructor({ api, clock, roster, memory, expectations, remember }: RunParts, each: string | null) {
    this.api = api
    this.clock = clock
    this.roster = roster
    this.memory = memory
    this.expectations = expectations
    this.remember = remember
    this.each = each
  }

  /** Does a command, and lets lab time pass until the lab has answered. @throws {Failure} where the lab refuses it */
  async call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>> {
    const output = await this.clock.runUntil(this.api.call(name, input))
    this.remember({ name, input }, output)
    return output
  }

  /** Puts the handheld of the innermost `each` in the place of `$handheld`. */
  spell(text: string): string {
    return spell(text, this.each)
  }

  /** The entries of a map `{ NAME: value }`, in order, with their names spelt out. */
  entries<V>(record: Record<string, V>): [string, V][] {
    return Object.entries(record).map(([key, value]) => [this.spell(key), value])
  }

  /** The user to whom a handheld was issued; empty where the lab has no such handheld. */
  ownerOf(handheld: string): string {
    return ownerOf(handheld, this.roster)
  }

  /** What the person at the handheld types unless told otherwise. Nobody knows the password of an unknown user. */
  passwordOf(user: string): string {
    const { memory, roster } = this
    return memory.passwords.get(user) ?? roster.users.find(({ id }) => id === user)?.password ?? 'Passw0rd!'
  }

  /** Whom a message is for: of a handheld, whoever is signed in on it, else its owner. @returns a user ID or SIP address */
  async partyOf(text: string): Promise<string> {
    const to = this.spell(text)
    const owner = this.roster.handhelds.find((one) => one.name === to)?.user
    if (owner === undefined) return to
    // A snapshot of a fleet is dear: it is asked only where somebody else may be signed in.
    if (!this.memory.visited.has(to)) return owner
    const { handhelds } = await this.api.snapshot()
    return handhelds.find((one) => one.name === to)?.signedInUser ?? owner
  }
}

/** The user to whom a handheld was issued; empty where the lab has no such handheld. */
export function ownerOf(handheld: string, roster: Roster): string {
  return roster.handhelds.find(({ name }) => name === handheld)?.user ?? ''
}
