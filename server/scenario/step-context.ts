import type { CommandName, CommandOutput, CommandRequest, LabApi } from '#contract'
import { besideLab, type Clock, delay, type VirtualClock } from '../clock/index.ts'
import type { Roster } from '../files/index.ts'
import type { EndedLogin, Expectations } from './expectations/index.ts'
import { fillInHandheld } from './handheld-names.ts'
import type { DoneCommand } from './snapshot-file/history.ts'

/** State that steps pass to later steps. */
export interface RunMemory {
  /** Passwords that earlier steps changed, by user ID. */
  passwords: Map<string, string>
  /** How the login ended that ended last; null: none has yet. */
  lastStatus: EndedLogin | null
  /** Handhelds on which somebody other than their own user logged in. */
  visited: Set<string>
  /** The marks that steps have set. */
  marks: Set<string>
}

/** How a step lets lab time pass: by itself, or, beside others that began with it, as the step around them all does. */
export interface Passing {
  until<T>(promise: Promise<T>): Promise<T>
  advance(durationMs: number): Promise<void>
  /** Until `promise` settles, or so long at most. */
  advanceUntil(promise: Promise<unknown>, durationMs: number): Promise<void>
  settle(): Promise<void>
}

/** For steps that begin at the same moment: they wait for what they need, while the step around them moves lab time. */
export function passingBeside(clock: Clock): Passing {
  return {
    until: (promise) => promise,
    advance: (durationMs) => delay(besideLab(clock), durationMs),
    async advanceUntil(promise, durationMs) {
      let timer = { cancel() {} }
      const over = new Promise<void>((resolve) => {
        timer = besideLab(clock).after(durationMs, resolve)
      })
      await Promise.race([promise, over])
      timer.cancel()
    },
    settle: async () => {},
  }
}

/** A step alone moves lab time itself. */
export function passingAlone(clock: VirtualClock): Passing {
  return {
    until: (promise) => clock.runUntil(promise),
    advance: (durationMs) => clock.advance(durationMs),
    advanceUntil: (promise, durationMs) => clock.advanceUntil(promise, durationMs),
    settle: () => clock.settle(),
  }
}

/** The lab's time, for steps that look at it. */
export type StepClock = Pick<VirtualClock, 'now' | 'watch'>

export interface StepParts {
  api: LabApi
  clock: StepClock
  roster: Roster
  memory: RunMemory
  expectations: Expectations
  /** Updates the memory after a command, for later steps. */
  remember(command: DoneCommand, output: CommandOutput<CommandName>): void
}

/** A run in virtual time, which it moves itself. */
export interface RunParts extends StepParts {
  clock: VirtualClock
}

/** The lab as one step of a run sees it: commands go through the API, and lab time moves until they are answered. */
export class StepContext implements StepParts {
  readonly api: LabApi
  readonly clock: StepClock
  readonly roster: Roster
  readonly memory: RunMemory
  readonly expectations: Expectations
  readonly remember: StepParts['remember']
  /** The handheld that `$handheld` stands for; null outside every `each`. */
  readonly each: string | null
  readonly #passing: Passing

  constructor(
    { api, clock, roster, memory, expectations, remember }: StepParts,
    each: string | null,
    passing: Passing,
  ) {
    this.#passing = passing
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
    const output = await this.until(this.api.call(name, input))
    this.remember({ name, input }, output)
    return output
  }

  /** Lets lab time pass until `promise` settles. */
  until<T>(promise: Promise<T>): Promise<T> {
    return this.#passing.until(promise)
  }

  /** Lets so much lab time pass. */
  advance(durationMs: number): Promise<void> {
    return this.#passing.advance(durationMs)
  }

  /** Lets lab time pass until `promise` settles, or so long at most. */
  advanceUntil(promise: Promise<unknown>, durationMs: number): Promise<void> {
    return this.#passing.advanceUntil(promise, durationMs)
  }

  /** Lets everything in transit arrive. */
  settle(): Promise<void> {
    return this.#passing.settle()
  }

  /** Remembers this moment under a name, from which later expectations count. */
  async mark(name: string): Promise<void> {
    const { api, expectations, memory } = this
    const mark = this.fillInHandheld(name)
    await expectations.mark(mark, { api, snapshot: await api.snapshot() })
    memory.marks.add(mark)
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
