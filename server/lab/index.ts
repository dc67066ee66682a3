export * from './api/index.ts'
export type { Endpoint, Lab, LabOptions } from './lab.ts'
export { followLog, formatLogLine, LogFiles, type LogLine } from './log/index.ts'
export { startLab } from './start-lab.ts'
