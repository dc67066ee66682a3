/** What faces save of a lab as a file: its frames, and ticket bundles. */
export { type Export, type ExportedLab, openExport } from './open-export.ts'
