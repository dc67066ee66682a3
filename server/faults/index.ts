/** Faults on purpose: which there are, and the gates through which the parts feel them. */
export { FaultGate } from './fault-gate.ts'
export { Faults } from './faults.ts'
export type { Passage } from './passage.ts'
