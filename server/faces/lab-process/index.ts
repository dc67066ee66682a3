/** Labs in processes of their own, which pages reach through the process that shows them. See ARCHITECTURE.md, "A lab in a process of its own". */
export { type ChildPort, forkWithNode } from './child-port.ts'
export type { LabFace } from './lab-process.ts'
export { createLabProcesses, type LabProcesses, type WaitingLabProcess } from './lab-processes.ts'
