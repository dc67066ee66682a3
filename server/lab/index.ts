export * from './api/index.ts'
export type { Endpoint, Lab, LabOptions } from './lab.ts'
export { startLab } from './start-lab.ts'
