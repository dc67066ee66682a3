import { CircleDot, Save, X } from 'lucide-react'
import { useState } from 'react'
import { saveRecording, stopRecording, useAction } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { useSnapshot } from '../store/selectors.ts'
import { byteSize } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import './export.css'

/** Shows that traffic is being recorded, how much it is by now, and ends it. One that ended by itself waits to be saved. */
export function RecordingChip() {
  const recording = useSnapshot((snapshot) => snapshot.recording, null)
  const stop = useAction(stopRecording, undefined)
  const words = useWords().page.exports.recording
  const [putAway, setPutAway] = useState<number | null>(null)
  if (recording === null || recording.startedAt === putAway) return null
  const { bytes, ended, mostBytes, startedAt } = recording
  if (ended === null) {
    return (
      <span className="recording-chip" role="status">
        <CircleDot size={13} aria-hidden />
        <span className="tabular">{words.running(byteSize(bytes), byteSize(mostBytes))}</span>
        <button type="button" className="button" onClick={() => void stop.perform()}>
          {stop.label}
        </button>
      </span>
    )
  }
  return (
    <span className="recording-chip" role="status" data-ended={ended}>
      <span className="tabular">{words[ended](byteSize(bytes))}</span>
      <IconButton name={words.save} icon={Save} onPress={() => void saveRecording()} />
      <IconButton name={words.forget} icon={X} onPress={() => setPutAway(startedAt)} />
    </span>
  )
}
