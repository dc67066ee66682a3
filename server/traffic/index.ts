export { Capture, type CapturedFrame } from './capture.ts'
export { type FlowReporter, flowIdOf } from './flow.ts'
export type { FrameRecord, Layer, Tap } from './frame.ts'
