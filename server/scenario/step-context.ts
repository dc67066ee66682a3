import type { CommandName, CommandOutput, CommandRequest, LabApi, LoginResult } from '#contract'
import type { VirtualClock } from '../clock/index.ts'
import type { Roster } from '../files/index.ts'
import type { Expectations } from './expectations/index.ts'
import { fillInHandheld } from './handheld-names.ts'
import type { DoneCommand } from './snapshot-file/history.ts'

/** State that steps pass to later steps. */
export interface RunMemory {
  /** Passwords that earlier steps changed, by user ID. */
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
  /** Updates the memory after a command, for later steps. */
  remember(command: DoneCommand, output: CommandOutput<CommandName>): void
}

/** The lab as one step of a run sees it: commands go through the API, and lab time moves until they are answered. */
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

  /** Runs a command, and moves lab time until the lab has answered. @throws {Failure} if the lab refuses it */
  async call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>> {
    const output = await this.clock.runUntil(this.api.call(name, input))
    this.remember({ name, input }, output)
    return output
  }

  /** Replaces `$handheld` by the handheld of the innermost `each`. */
  fillInHandheld(text: string): string {
    return fillInHandheld(text, this.each)
  }

  /** The entries of a map `{ NAME: value }`, in order, with `$handheld` replaced. */
  entries<V>(record: Record<string, V>): [string, V][] {
    return Object.entries(record).map(([key, value]) => [this.fillInHandheld(key), value])
  }

  /** The user to whom a handheld was issued; empty where the lab has no such handheld. */
  ownerOf(handheld: string): string {
    return ownerOf(handheld, this.roster)
  }

  /** The password that is typed by default. An unknown user has none. */
  passwordOf(user: string): string {
    const { memory, roster } = this
    return memory.passwords.get(user) ?? roster.users.find(({ id }) => id === user)?.password ?? 'Passw0rd!'
  }

  /** The recipient of a message; for a handheld, the user signed in on it, or else its owner. @returns a user ID or SIP address */
  async partyOf(text: string): Promise<string> {
    const to = this.fillInHandheld(text)
    const owner = this.roster.handhelds.find((one) => one.name === to)?.user
    if (owner === undefined) return to
    // A snapshot of a fleet is expensive, so take one only if somebody else may be signed in.
    if (!this.memory.visited.has(to)) return owner
    const { handhelds } = await this.api.snapshot()
    return handhelds.find((one) => one.name === to)?.signedInUser ?? owner
  }
}

/** The user to whom a handheld was issued; empty where the lab has no such handheld. */
export function ownerOf(handheld: string, roster: Roster): string {
  return roster.handhelds.find(({ name }) => name === handheld)?.user ?? ''
}
