import type { FrameSummary, LayerNote } from '#contract'
import { sentence, wordsOf } from '#words'

/** The text in which frames are searched, exported and compared: English, whatever language somebody reads. */
export function summaryText(told: FrameSummary): string {
  return sentence(wordsOf('en').frameSummaries, told)
}

/** The same for the note of a layer; a text is one already. */
export function noteText(note: LayerNote | string): string {
  return typeof note === 'string' ? note : sentence(wordsOf('en').layerNotes, note)
}
