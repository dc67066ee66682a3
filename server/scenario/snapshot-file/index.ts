/** The whole state of a lab in a file: its start, its history, and the resulting state. */
export { readSnapshotFile } from './read-snapshot-file.ts'
export { followRecording, type Recording } from './recording.ts'
export { restore } from './restore.ts'
export { RestoredDifferently } from './restored-differently.ts'
export { type LabSnapshot, snapshotOf, whyNotRepeatable } from './snapshot-file.ts'
export { writeSnapshotFile } from './write-snapshot-file.ts'
