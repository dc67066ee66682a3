export type { FrameRecord, Layer, Tap } from './frame.ts'
