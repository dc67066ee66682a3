/** Faults on purpose: which there are, and the gates through which the parts feel them. */
export { type CertificateFault, serverCertificateFaults, serviceCertificateFaults } from './fault.ts'
export { FaultGate } from './fault-gate.ts'
export { Faults } from './faults.ts'
export type { Passage } from './passage.ts'
