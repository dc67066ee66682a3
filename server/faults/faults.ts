import {
  certificateFaults,
  type FaultKind,
  type FaultPlace,
  type FaultView,
  faultPlaces,
  isCertificateFault,
} from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock, Generator } from '../clock/index.ts'
import { FaultGate } from './fault-gate.ts'

/** The instances at places that have several, by name. */
export type FaultInstances = Partial<Record<FaultPlace, readonly string[]>>

/**
 * Everything that is broken on purpose, and the gate of each place, or of each instance there. Several faults at once add
 * up.
 */
export class Faults {
  /** The gate of each place; of its first instance, where it has several. */
  readonly gates: Readonly<Record<FaultPlace, FaultGate>>
  readonly #instances = new Map<FaultPlace, ReadonlyMap<string, FaultGate>>()
  readonly #generator: Generator
  #faults: readonly FaultView[] = []
  #count = 0

  constructor(clock: Clock, generator: Generator, instances: FaultInstances = {}) {
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
    }
  }

  /** @throws {Failure} `unknown-instance` */
  gateOf(at: FaultPlace, instance: string): FaultGate {
    const gate = this.#instances.get(at)?.get(instance)
    if (gate) return gate
    throw new Failure('unknown-instance', { name: instance, at })
  }

  /** In the order in which they were set. */
  all(): readonly FaultView[] {
    return this.#faults
  }

  /**
   * Breaks something. The same kind at the same place, or at the same instance there, replaces what was there.
   * @throws {Failure} `unknown-instance`
   */
  set(fault: FaultView): void {
    const { at, instance, kind } = fault
    if (instance !== undefined) this.gateOf(at, instance)
    const replaced: readonly FaultKind[] = isCertificateFault(kind) ? certificateFaults : [kind]
    for (const one of replaced) this.end(at, one, instance)
    this.#faults = [...this.#faults, fault]
    this.#count += 1
    this.#begin(fault)
  }

  /** Mends one thing, at all instances or at one; harmless where it is whole. */
  end(at: FaultPlace, kind: FaultKind, instance?: string): void {
    const isMended = (fault: FaultView) =>
      fault.at === at && fault.kind === kind && (instance === undefined || fault.instance === instance)
    if (!this.#faults.some(isMended)) return
    this.#faults = this.#faults.filter((fault) => !isMended(fault))
    for (const gate of this.#gatesAt(at, instance).values()) gate.end(kind)
    // What was set for all instances shows again at this one.
    const general = this.#faults.find((fault) => fault.at === at && fault.kind === kind && !fault.instance)
    if (general && instance !== undefined) this.#begin(general, instance)
  }

  /** Mends everything. */
  clear(): void {
    for (const { at, kind } of this.#faults) this.end(at, kind)
  }

  /** @param only the instance at which it begins; all that it concerns unless told */
  #begin(fault: FaultView, only = fault.instance): void {
    const { at, kind } = fault
    for (const [name, gate] of this.#gatesAt(at, only)) {
      // What one fault draws must not depend on which others there are.
      const draws = `${at} ${kind} ${this.#count}`
      gate.begin(fault, this.#generator.fork(gate === this.gates[at] ? draws : `${draws} ${name}`))
    }
  }

  #gatesAt(at: FaultPlace, instance: string | undefined): ReadonlyMap<string, FaultGate> {
    const gates = this.#instances.get(at) ?? new Map()
    return instance === undefined ? gates : new Map([[instance, this.gateOf(at, instance)]])
  }
}
