export { followLog } from './lab-log.ts'
export { LogFiles } from './log-files.ts'
export { formatLogLine, type LogLine } from './log-line.ts'
