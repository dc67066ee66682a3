import type { Chronicle, LayerView, RecordingView, ServiceView } from '#contract'
import type { LabFileInput } from '../files/index.ts'
import type { DoneCommand, History, HistoryLog } from '../history/index.ts'
import type { KeptFrame, KeptFramesQuery } from '../traffic/index.ts'

/** What a lab keeps that exports are made of, besides what its API tells. */
export interface LabRecords {
  /** Reads the frames that match, oldest first. @throws {Failure} `bad-filter` */
  frames(query: KeptFramesQuery): AsyncIterable<KeptFrame>
  readonly keptFrames: { first: number; last: number; dropped: number }
  /** The name of a handheld, also of one that was removed. */
  nameOf(pin: string): string
  /** The layers of a frame, with passwords and keys masked. */
  layersOf(frame: KeptFrame['frame']): LayerView[]
  /** The recording that the window began, as far as it is written. @throws {Failure} `no-recording` */
  recording(): { format: RecordingView['format']; content: AsyncIterable<Uint8Array> }
  /** What happened, from a keyframe on, at most so many events. Null: the lab does not keep its past. */
  past(most: number): ReturnType<Chronicle['latest']> | null
  /** The lab file as it was written, with passwords. */
  readonly file: LabFileInput
  /** The settings with which the lab started. */
  readonly serviceAtStart: ServiceView
  /** What was done to the lab, with the passwords that were typed. */
  commands(): { done: DoneCommand[]; dropped: number }
  /** What happened in the lab since it started. */
  readonly history: HistoryLog
  /** Lab time at which it had started. */
  readonly startMs: number
  /** All that is needed to repeat the lab up to now. @throws {Failure} `history-incomplete`, `history-off` */
  wholeHistory(): Promise<History>
}
