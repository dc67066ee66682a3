import type { ProcessFlow } from '#contract'
import type { KeptFrame } from './kept-frames.ts'

/** Writes kept frames in one format, piece by piece. Passwords and keys are masked in all of them. */
export interface FrameWriter {
  head(): readonly Uint8Array[]
  frame(kept: KeptFrame): readonly Uint8Array[]
}

export interface FrameWriterContext {
  nameOf(pin: string): string
  processFlow: ProcessFlow
}
