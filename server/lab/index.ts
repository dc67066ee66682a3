export { type CaptureFile, openCaptureFile } from '../traffic/index.ts'
export * from './api/index.ts'
export type { Endpoint, Lab, LabOptions } from './lab.ts'
export { createLastLine } from './last-line.ts'
export { followLog, formatLogLine, LogFiles, type LogLine } from './log/index.ts'
export { type OutputTarget, outputTarget, replaceFile } from './replace-file.ts'
export {
  type DoneCommand,
  firstDifference,
  followRecording,
  isCommandOf,
  type LabSnapshot,
  RestoredDifferently,
  readSnapshotFile,
  restore,
  snapshotOf,
  whyNotRepeatable,
  writeSnapshotFile,
} from './snapshot-file/index.ts'
export { defaultDatabase, startLab } from './start-lab.ts'
