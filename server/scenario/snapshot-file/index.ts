/** A lab's whole state in a file: what it started from, all that was done to it, and what came of it. */
export { readSnapshotFile } from './read-snapshot-file.ts'
export { followRecording, type Recording } from './recording.ts'
export { restore } from './restore.ts'
export { RestoredDifferently } from './restored-differently.ts'
export { type LabSnapshot, snapshotOf, whyNotRepeatable } from './snapshot-file.ts'
export { writeSnapshotFile } from './write-snapshot-file.ts'
