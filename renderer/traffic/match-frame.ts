import type { FrameView, Hop } from '../../server/lab/api/index.ts'

export interface FrameFilter {
  device: string | null
  hop: Hop | null
  text: string
  /** Whether the text is sought in what is inside the encryption too. */
  isOpened: boolean
}

/** The frames that somebody wants to see; the same list when the filter lets everything through. */
export function matchingFrames(frames: readonly FrameView[], filter: FrameFilter): readonly FrameView[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  if (filter.device === null && filter.hop === null && words.length === 0) return frames
  return frames.filter((frame) => {
    if (filter.device !== null && frame.handheld !== filter.device) return false
    if (filter.hop !== null && frame.hop !== filter.hop) return false
    if (words.length === 0) return true
    const summary = filter.isOpened ? frame.openedSummary : frame.summary
    const haystack = `${frame.number} ${frame.protocol} ${frame.handheld ?? ''} ${summary}`.toLowerCase()
    return words.every((word) => haystack.includes(word))
  })
}

/** How many of the first entries of a bounded list are gone from it now: the rows above the reader that went away. */
export function goneFromTop(before: readonly FrameView[], after: readonly FrameView[]): number {
  const first = after[0]?.number
  if (first === undefined) return before.length
  const index = before.findIndex((frame) => frame.number >= first)
  return index < 0 ? before.length : index
}
