import { type FrameFilter, type FrameView, type Hop, readable } from '#contract'

export interface ShownTraffic {
  device: string | null
  hop: Hop | null
  filter: FrameFilter
  /** Whether to search the decrypted content as well. */
  isOpened: boolean
}

/** The frames that pass the filters; the same array where all of them do. */
export function matchingFrames(frames: readonly FrameView[], shown: ShownTraffic): readonly FrameView[] {
  const { device, filter, hop, isOpened } = shown
  if (device === null && hop === null && filter.isEmpty) return frames
  return frames.filter((frame) => {
    if (device !== null && frame.handheld !== device) return false
    if (hop !== null && frame.hop !== hop) return false
    return filter.isEmpty || filter.test(readable(frame, isOpened))
  })
}

/** How many entries at the front of a bounded list have been dropped since: rows above the reader that no longer exist. */
export function goneFromTop(before: readonly FrameView[], after: readonly FrameView[]): number {
  const first = after[0]?.number
  if (first === undefined) return before.length
  const index = before.findIndex((frame) => frame.number >= first)
  return index < 0 ? before.length : index
}
