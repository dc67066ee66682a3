import {
  certificateFaults,
  type FaultKind,
  type FaultPlace,
  type FaultProgress,
  type FaultView,
  faultPlaces,
  type HeldFrame,
  isCertificateFault,
  type StandingFault,
} from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock, Generator, Timer } from '../clock/index.ts'
import { FaultGate } from './fault-gate.ts'

/** The instances at places that have several, by name. */
export type FaultInstances = Partial<Record<FaultPlace, readonly string[]>>

/** A change that a fault made by itself: it began after its delay, hit another of its first occasions, or ended. */
export interface FaultChange {
  readonly fault: FaultView
  readonly change: 'begun' | 'counted' | 'over-by-time' | 'over-by-count'
}

/** A fault that is set. */
interface Entry {
  readonly fault: FaultView
  /** Distinguishes the random draws of this fault from those of others. */
  readonly number: number
  readonly progress: FaultProgress
  timer: Timer | null
}

/**
 * All faults that are set, with the gate of each place or of each instance there. Several faults may be active at once. A fault
 * with `after` begins later by lab time; one with `for` or `first` ends by itself.
 */
export class Faults {
  /** The gate of each place, or of its first instance if it has several. */
  readonly gates: Readonly<Record<FaultPlace, FaultGate>>
  /** Called when a fault has begun, hit or ended by itself. The change is in force for single connections already. */
  onChanged: (change: FaultChange) => void = () => {}
  readonly #clock: Clock
  readonly #instances = new Map<FaultPlace, ReadonlyMap<string, FaultGate>>()
  readonly #generator: Generator
  #entries: readonly Entry[] = []
  #count = 0

  constructor(clock: Clock, generator: Generator, instances: FaultInstances = {}) {
    this.#clock = clock
    this.#generator = generator
    this.gates = {
      service: new FaultGate(clock),
      communicationsServer: new FaultGate(clock),
      directory: new FaultGate(clock),
      database: new FaultGate(clock),
      dispatcher: new FaultGate(clock),
      wireless: new FaultGate(clock),
    }
    for (const at of faultPlaces) {
      const names = instances[at] ?? ['']
      const gates = names.map(
        (name, index) => [name, index === 0 ? this.gates[at] : new FaultGate(clock)] as const,
      )
      this.#instances.set(at, new Map(gates))
      for (const [, gate] of gates) gate.onHeld = () => this.#heldChanged(at)
    }
  }

  /** @throws {Failure} `unknown-instance` */
  gateOf(at: FaultPlace, instance: string): FaultGate {
    const gate = this.#instances.get(at)?.get(instance)
    if (gate) return gate
    throw new Failure('unknown-instance', { name: instance, at })
  }

  /** In the order in which they were set. */
  all(): StandingFault[] {
    return this.#entries.map(({ fault, progress }) => ({
      ...fault,
      ...progress,
      ...(fault.kind === 'hold' ? { held: this.#heldAt(fault.at, fault.instance) } : {}),
    }))
  }

  /**
   * Sets a fault, which begins at once or after its delay. It replaces a fault of the same kind at the same place or instance.
   * @throws {Failure} `unknown-instance`
   */
  set(fault: FaultView): void {
    const { after = 0, at, first, instance, kind } = fault
    if (instance !== undefined) this.gateOf(at, instance)
    const replaced: readonly FaultKind[] = isCertificateFault(kind) ? certificateFaults : [kind]
    for (const one of replaced) this.end(at, one, instance)
    this.#count += 1
    const progress: FaultProgress = first === undefined ? {} : { left: first }
    const entry: Entry = { fault, number: this.#count, progress, timer: null }
    this.#entries = [...this.#entries, entry]
    if (after === 0) return this.#begin(entry)
    progress.beginsAt = this.#clock.now() + after
    entry.timer = this.#clock.after(after, () => {
      delete progress.beginsAt
      this.#begin(entry)
      this.onChanged({ fault, change: 'begun' })
    })
  }

  /** Ends a fault at all instances or at one. Does nothing if there is no such fault. */
  end(at: FaultPlace, kind: FaultKind, instance?: string): void {
    const isMended = ({ fault }: Entry) =>
      fault.at === at && fault.kind === kind && (instance === undefined || fault.instance === instance)
    const mended = this.#entries.filter(isMended)
    if (mended.length === 0) return
    for (const { timer } of mended) timer?.cancel()
    this.#entries = this.#entries.filter((entry) => !isMended(entry))
    for (const gate of this.#gatesAt(at, instance).values()) gate.end(kind)
    // A fault of all instances applies to this instance again.
    const general = this.#entries.find(
      ({ fault, progress }) =>
        fault.at === at && fault.kind === kind && !fault.instance && progress.beginsAt === undefined,
    )
    if (general && instance !== undefined) this.#beginAt(general, instance)
  }

  /** Lets what is held at a place go on: the oldest, or all of it. */
  release(at: FaultPlace, { isOldestOnly }: { isOldestOnly: boolean }): void {
    for (const gate of this.#gatesAt(at, undefined).values()) gate.release({ isOldestOnly })
  }

  /** Ends all faults. */
  clear(): void {
    for (const { fault } of this.#entries) this.end(fault.at, fault.kind)
  }

  #begin(entry: Entry): void {
    const { fault, progress } = entry
    if (fault.for !== undefined) {
      progress.endsAt = this.#clock.now() + fault.for
      entry.timer = this.#clock.after(fault.for, () => this.#over(entry, 'over-by-time'))
    }
    this.#beginAt(entry, fault.instance)
  }

  /** @param only the instance at which the fault begins; undefined: all instances */
  #beginAt(entry: Entry, only: string | undefined): void {
    const { fault, number } = entry
    const { at, kind } = fault
    for (const [name, gate] of this.#gatesAt(at, only)) {
      // Random draws of one fault must not depend on other faults.
      const draws = `${at} ${kind} ${number}`
      const generator = this.#generator.fork(gate === this.gates[at] ? draws : `${draws} ${name}`)
      gate.begin(fault, generator, this.#counterOf(entry))
    }
  }

  #counterOf(entry: Entry) {
    const { fault, progress } = entry
    if (progress.left === undefined) return null
    return {
      get left() {
        return progress.left ?? 0
      },
      take: () => {
        progress.left = (progress.left ?? 1) - 1
        if (progress.left > 0) return this.onChanged({ fault, change: 'counted' })
        // A gate that is going through its connections must not lose the fault meanwhile.
        const release = this.#clock.hold()
        queueMicrotask(() => {
          this.#usedUp(entry)
          release()
        })
      },
    }
  }

  /** A fault that holds something stands until that is released, since its end would release it. */
  #usedUp(entry: Entry): void {
    const { at, instance, kind } = entry.fault
    if (kind === 'hold' && this.#heldAt(at, instance).length > 0) {
      return this.onChanged({ fault: entry.fault, change: 'counted' })
    }
    this.#over(entry, 'over-by-count')
  }

  #heldAt(at: FaultPlace, instance: string | undefined): HeldFrame[] {
    return [...this.#gatesAt(at, instance).values()].flatMap(({ held }) => held)
  }

  #heldChanged(at: FaultPlace): void {
    const entry = this.#entries.find(({ fault }) => fault.at === at && fault.kind === 'hold')
    if (!entry) return
    if (entry.progress.left === 0) this.#usedUp(entry)
    else this.onChanged({ fault: entry.fault, change: 'counted' })
  }

  #over(entry: Entry, change: 'over-by-time' | 'over-by-count'): void {
    if (!this.#entries.includes(entry)) return
    const { fault } = entry
    this.end(fault.at, fault.kind, fault.instance)
    this.onChanged({ fault, change })
  }

  #gatesAt(at: FaultPlace, instance: string | undefined): ReadonlyMap<string, FaultGate> {
    const gates = this.#instances.get(at) ?? new Map()
    return instance === undefined ? gates : new Map([[instance, this.gateOf(at, instance)]])
  }
}
