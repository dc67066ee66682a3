/** Injected faults: the active ones, and the gates through which they act on the parts. */
export { FaultGate } from './fault-gate.ts'
export { type FaultChange, Faults } from './faults.ts'
export { HeldLine } from './held-line.ts'
export type { Passage } from './passage.ts'
