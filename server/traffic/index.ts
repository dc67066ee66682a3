export { Capture } from './capture.ts'
export { type CaptureFile, openCaptureFile, type TrafficRecorder } from './capture-file/capture-file.ts'
export { withMarks } from './capture-file/marked-recording.ts'
export { type FlowReporter, flowIdOf, LoginOrigins, sessionOrigin, statusOrigin } from './flow.ts'
export type {
  FrameContent,
  FrameExchange,
  FrameForm,
  FrameLayer,
  FrameOrigin,
  FrameRecord,
  LayerField,
  PackedFrame,
  Tap,
} from './frame.ts'
export { jsonFields } from './json-fields.ts'
export { type KeptFrame, type KeptFramesQuery, readKeptFrames } from './kept-frames/kept-frames.ts'
export { frameWriter, writeFrames } from './kept-frames/write-frames.ts'
export { rangeIn } from './layer-bytes.ts'
export { noteText, summaryText } from './summary-text.ts'
export { TrafficReaders } from './traffic-readers.ts'
export { HeardSocket, type WireConnection, wireConnection } from './wire.ts'
