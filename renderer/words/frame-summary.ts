import type { FrameView } from '#contract'
import { sentence, type Words } from '#words'

/** What a frame says in one line, in the words of the page; what a protocol says stays as it crossed. */
export function frameSummary(
  { frameSummaries }: Words,
  { openedSummary, summary, told, toldOpened }: FrameView,
  isOpened: boolean,
): string {
  const known = isOpened ? toldOpened : told
  if (known === undefined) return isOpened ? openedSummary : summary
  return sentence(frameSummaries, known)
}

/** The frame with its summaries in the words of the page, for what draws it without asking for words. */
export function inWordsOfPage(words: Words, frame: FrameView): FrameView {
  if (frame.told === undefined && frame.toldOpened === undefined) return frame
  return {
    ...frame,
    summary: frameSummary(words, frame, false),
    openedSummary: frameSummary(words, frame, true),
  }
}
