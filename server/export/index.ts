/** What faces save of a lab as a file: its frames, and ticket bundles. */
export type { Export, ExportedLab } from './export.ts'
export { openExport } from './open-export.ts'
