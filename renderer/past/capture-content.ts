import type { BundledFrame, MarkView } from '#contract'

/** What a capture that Bramble has written says of its frames. */
export interface CaptureContent {
  /** In any order, and perhaps several packets of one frame. */
  frames: BundledFrame[]
  /** Notes of people. */
  marks: Pick<MarkView, 'number' | 'at' | 'comment'>[]
  /** The version that wrote it, where the file tells. */
  version: string | null
  /** Frames that it had no room for. */
  dropped: number
}
