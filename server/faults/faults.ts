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
 * All active faults, with the gate of each place or of each instance there. Several faults may be active at once.
 */
export class Faults {
  /** The gate of each place, or of its first instance if it has several. */
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
   * Starts a fault. It replaces a fault of the same kind at the same place or instance.
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

  /** Ends a fault at all instances or at one. Does nothing if there is no such fault. */
  end(at: FaultPlace, kind: FaultKind, instance?: string): void {
    const isMended = (fault: FaultView) =>
      fault.at === at && fault.kind === kind && (instance === undefined || fault.instance === instance)
    if (!this.#faults.some(isMended)) return
    this.#faults = this.#faults.filter((fault) => !isMended(fault))
    for (const gate of this.#gatesAt(at, instance).values()) gate.end(kind)
    // A fault of all instances applies to this instance again.
    const general = this.#faults.find((fault) => fault.at === at && fault.kind === kind && !fault.instance)
    if (general && instance !== undefined) this.#begin(general, instance)
  }

  /** Ends all faults. */
  clear(): void {
    for (const { at, kind } of this.#faults) this.end(at, kind)
  }

  /** @param only the instance at which the fault starts; default: all instances concerned */
  #begin(fault: FaultView, only = fault.instance): void {
    const { at, kind } = fault
    for (const [name, gate] of this.#gatesAt(at, only)) {
      // Random draws of one fault must not depend on other faults.
      const draws = `${at} ${kind} ${this.#count}`
      gate.begin(fault, this.#generator.fork(gate === this.gates[at] ? draws : `${draws} ${name}`))
    }
  }

  #gatesAt(at: FaultPlace, instance: string | undefined): ReadonlyMap<string, FaultGate> {
    const gates = this.#instances.get(at) ?? new Map()
    return instance === undefined ? gates : new Map([[instance, this.gateOf(at, instance)]])
  }
}
