export * from './api/index.ts'
export type { Endpoint, Lab, LabOptions } from './lab.ts'
