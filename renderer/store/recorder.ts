import { create } from 'zustand'
import type { Assertion } from '#contract'

/** What somebody records for a scenario. The lab keeps everything anyhow: recording is a mark from which on it counts. */
interface RecorderState {
  /** Lab time at which the recording began; null: nobody records. */
  since: number | null
  assertions: readonly Assertion[]
  /** The dialog in which a scenario is made; `since` null: of everything, or as the person chooses there. */
  dialog: { since: number | null; assertions: readonly Assertion[] } | null
}

export const useRecorder = create<RecorderState>(() => ({ since: null, assertions: [], dialog: null }))

export const record = useRecorder.setState

export function isRecordingScenario(): boolean {
  return useRecorder.getState().since !== null
}
