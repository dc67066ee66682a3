export { followLog } from './follow-log.ts'
export { linesOfSnapshot } from './lines-of-snapshot.ts'
export { LogFiles } from './log-files.ts'
export { formatLogLine } from './log-line.ts'
