import type { FaultKind, FaultPlace } from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import { certificateFaults, type Fault, isCertificateFault } from './fault.ts'
import { FaultGate } from './fault-gate.ts'

/** Everything that is broken on purpose, and the gate of each place. Several faults at once add up. */
export class Faults<F extends Fault = Fault> {
  readonly gates: Readonly<Record<FaultPlace, FaultGate>>
  readonly #generator: Generator
  #faults: readonly F[] = []
  #count = 0

  constructor(clock: Clock, generator: Generator) {
    this.#generator = generator
    this.gates = {
      service: new FaultGate(clock),
      communicationsServer: new FaultGate(clock),
      directory: new FaultGate(clock),
      database: new FaultGate(clock),
      dispatcher: new FaultGate(clock),
      wireless: new FaultGate(clock),
    }
  }

  /** In the order in which they were set. */
  all(): readonly F[] {
    return this.#faults
  }

  /** Breaks something. The same kind at the same place replaces what was there. */
  set(fault: F): void {
    const { at, kind } = fault
    const replaced: readonly FaultKind[] = isCertificateFault(kind) ? certificateFaults : [kind]
    for (const one of replaced) this.end(at, one)
    this.#faults = [...this.#faults, fault]
    this.#count += 1
    // What one fault draws must not depend on which others there are.
    this.gates[at].begin(fault, this.#generator.fork(`${at} ${kind} ${this.#count}`))
  }

  /** Mends one thing; harmless where it is whole. */
  end(at: FaultPlace, kind: FaultKind): void {
    this.#faults = this.#faults.filter((fault) => fault.at !== at || fault.kind !== kind)
    this.gates[at].end(kind)
  }

  /** Mends everything. */
  clear(): void {
    for (const { at, kind } of this.#faults) this.end(at, kind)
  }
}
